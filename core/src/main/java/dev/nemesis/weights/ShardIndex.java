package dev.nemesis.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.file.Location;
import dev.nemesis.tensor.ByteSource;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.weights.WeightsFile.Container;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * {@code model.safetensors.index.json} and its like: which of several files has which tensor.
 *
 * @param file where it lies; the shards lie beside it
 * @param digest SHA-256 of it, hex
 * @param shards each tensor's file
 */
record ShardIndex(String file, String digest, Map<String, String> shards) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MAP = "weight_map";

  /** Larger than the index of any CLIP by two orders. */
  private static final int MAX_BYTES = 8 << 20;

  private static final Pattern SHARD = Pattern.compile(".*-(\\d{5})-of-(\\d{5})\\.[^/]*");

  /** Whether a file may be an index: an object of JSON that speaks of one. */
  static boolean begins(ByteSource file) {
    if (file.length() < 2 || file.length() > MAX_BYTES || file.get(0, 1).get() != '{') {
      return false;
    }
    return text(file).contains("\"" + MAP + "\"");
  }

  /**
   * Reads an index.
   *
   * @param name the file
   * @throws InputException if it is none, or leads anywhere but to files beside it
   */
  static ShardIndex read(String name, ByteSource bytes) {
    JsonNode map;
    try {
      map = JSON.readTree(text(bytes)).path(MAP);
    } catch (JsonProcessingException e) {
      throw Unreadable.because(name, "it is an index of shards, but not whole JSON", e);
    }
    Map<String, String> shards = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String shard = entry.getValue().asText();
      if (!shard.matches("[\\w-][\\w. -]*")) {
        throw Unreadable.because(
            name, "its index leads to " + Unreadable.quoted(shard) + ", no file beside it");
      }
      shards.put(entry.getKey(), shard);
    }
    if (shards.isEmpty()) {
      throw Unreadable.because(name, "its index has no tensors");
    }
    return new ShardIndex(name, Digests.sha256(bytes), shards);
  }

  /**
   * Refuses a file that its name says to be one of several.
   *
   * @throws InputException if it is
   */
  static void refuseShard(String name) {
    Matcher shard = SHARD.matcher(name);
    if (shard.matches() && Integer.parseInt(shard.group(2)) > 1) {
      throw Unreadable.because(
          name,
          "it is one shard of %d; give the folder they are in, or their index"
              .formatted(Integer.parseInt(shard.group(2))));
    }
  }

  /**
   * Reads the shards.
   *
   * @throws InputException if one is missing or damaged, or has other tensors than the index says
   */
  WeightsFile load(FileSystem files) throws IOException {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    Map<String, String> digests = new TreeMap<>();
    Container container = null;
    for (String shard : new TreeSet<>(shards.values())) {
      Path path = Location.below(Location.path(file).getParent(), shard);
      ByteSource bytes = open(files, path);
      Contents contents = Contents.read(path.toString(), bytes);
      for (Map.Entry<String, TensorData> tensor : contents.tensors().entrySet()) {
        if (!shard.equals(shards.get(tensor.getKey()))) {
          throw Unreadable.because(
              path.toString(),
              "it has a tensor "
                  + Unreadable.quoted(tensor.getKey())
                  + ", which is not its by the index "
                  + file);
        }
        tensors.put(tensor.getKey(), tensor.getValue());
      }
      container = contents.container();
      digests.put(shard, Digests.sha256(bytes));
    }
    shards.forEach(
        (tensor, shard) -> {
          if (!tensors.containsKey(tensor)) {
            throw Unreadable.because(
                file,
                "tensor " + Unreadable.quoted(tensor) + " is not in " + shard + " as it says");
          }
        });
    return new WeightsFile(
        file,
        container,
        digests.size(),
        TensorNames.openAi(file, tensors),
        OptionalInt.empty(),
        Map.of(),
        digest(digests));
  }

  private ByteSource open(FileSystem files, Path shard) throws IOException {
    try {
      return StoredFile.open(files, shard);
    } catch (FileNotFoundException e) {
      throw InputException.cannot(
          ErrorCode.WEIGHTS, "find the weights %s, a shard by %s".formatted(shard, file), e);
    }
  }

  /** The digest of the shards' names and digests, wherever they lie. */
  private String digest(Map<String, String> digests) {
    StringBuilder all = new StringBuilder("index ").append(digest).append('\n');
    digests.forEach((shard, sha) -> all.append(shard).append(' ').append(sha).append('\n'));
    return Digests.sha256(ByteSource.of(all.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static String text(ByteSource file) {
    return StandardCharsets.UTF_8.decode(file.get(0, (int) file.length())).toString();
  }
}
