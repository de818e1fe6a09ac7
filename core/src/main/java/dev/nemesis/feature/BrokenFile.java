package dev.nemesis.feature;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Broken images of one key that were left out, as a file beside the key's blocks has them: JSON, a
 * list of places in the split, paths and reasons.
 */
final class BrokenFile {
  /** The prefix of the file's name. */
  static final String PREFIX = "broken-";

  private static final ObjectMapper JSON = new ObjectMapper();

  private BrokenFile() {}

  private record Entry(int image, String path, String reason) {}

  static byte[] write(List<BrokenImage> broken) {
    try {
      return JSON.writeValueAsBytes(
          broken.stream()
              .map(image -> new Entry(image.image(), image.path(), image.reason()))
              .toList());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Numbers and strings are plain JSON", e);
    }
  }

  /** The name of a file of this content. */
  static String name(byte[] content) {
    return PREFIX + UUID.nameUUIDFromBytes(content) + ".json";
  }

  static List<BrokenImage> read(FeatureKey key, String name, byte[] content) {
    try {
      return Arrays.stream(JSON.readValue(content, Entry[].class))
          .map(entry -> new BrokenImage(key, entry.image(), entry.path(), entry.reason()))
          .toList();
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.OUTPUT, "read " + name + ": it is no list of broken images; delete it", e);
    }
  }
}
