package dev.nemesis.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.io.IOException;
import java.nio.file.Path;

/** JSON of recordings, where what is not as it should be is named with its file. */
public final class RecordedJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Recordings are far smaller; a tree takes some ten times its text in memory. */
  private static final long MOST_BYTES = 64L << 20;

  private RecordedJson() {}

  /**
   * Reads a file.
   *
   * @throws InputException if it is missing or no JSON
   */
  public static JsonNode read(Path file) {
    byte[] bytes = LocalFile.bytes(file, MOST_BYTES);
    try {
      JsonNode root = JSON.readTree(bytes);
      if (root.isMissingNode()) {
        throw InputException.cannot(ErrorCode.RECORDING, "read " + file + ": it is empty");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw InputException.cannot(
          ErrorCode.RECORDING,
          "read %s: not JSON at line %d, column %d: %s"
              .formatted(
                  file,
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 1 : e.getLocation().getColumnNr(),
                  e.getOriginalMessage().lines().findFirst().orElse("")),
          e);
    } catch (IOException e) {
      throw InputException.cannot(ErrorCode.RECORDING, "read " + file + ": " + e, e);
    }
  }

  /**
   * A value that has to be there.
   *
   * @param pointer as {@link JsonNode#at(String)} has it: {@code "/prompt/n_ctx"}
   * @throws InputException if it is not
   */
  public static JsonNode need(Path file, JsonNode root, String pointer) {
    JsonNode value = root.at(pointer);
    if (value.isMissingNode() || value.isNull()) {
      throw InputException.cannot(
          ErrorCode.RECORDING, "use " + file + ": it has no " + pointer.substring(1));
    }
    return value;
  }
}
