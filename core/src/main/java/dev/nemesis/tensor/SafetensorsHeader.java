package dev.nemesis.tensor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The header of a safetensors file, checked against the file's size.
 *
 * @param tensors by name, in the file's order
 * @param metadata the header's {@code __metadata__}
 */
public record SafetensorsHeader(Map<String, Entry> tensors, Map<String, String> metadata) {
  /** Bytes before the header: its length. */
  static final int LENGTH_BYTES = 8;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The most bytes of a header, as the format's own library has it. */
  private static final int MAX_BYTES = 100_000_000;

  /**
   * One tensor.
   *
   * @param dtype as {@link TensorData} has it
   * @param shape dimensions; empty for a scalar
   * @param from its first byte in the file
   * @param to the byte after its last
   */
  public record Entry(String dtype, long[] shape, long from, long to) {}

  /**
   * Reads the header of a local file, and nothing else of it.
   *
   * @throws InputException if the file is no whole safetensors file
   */
  public static SafetensorsHeader read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in, Files.size(file));
    } catch (NoSuchFileException e) {
      throw InputException.cannot(ErrorCode.WEIGHTS, "find " + file + ": there is no such file", e);
    } catch (IOException e) {
      throw InputException.cannot(ErrorCode.WEIGHTS, "read " + file + ": " + e, e);
    }
  }

  /**
   * Reads the header off the start of a file; what follows in the stream are the values.
   *
   * @param name the file, for messages
   * @throws InputException if the file is no whole safetensors file
   */
  public static SafetensorsHeader read(String name, InputStream in, long fileSize)
      throws IOException {
    byte[] start = in.readNBytes(LENGTH_BYTES);
    return of(name, in.readNBytes(length(name, start, fileSize)), fileSize);
  }

  /** Whether these are the first bytes of such a file: a length that could be one, and JSON. */
  static boolean begins(byte[] head) {
    if (head.length <= LENGTH_BYTES || head[LENGTH_BYTES] != '{') {
      return false;
    }
    long length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return length >= 2 && length <= MAX_BYTES;
  }

  /**
   * How many bytes the header takes.
   *
   * @param start the file's first {@value #LENGTH_BYTES} bytes or more
   */
  static int length(String name, byte[] start, long fileSize) {
    if (start.length < LENGTH_BYTES) {
      throw broken(name, "it has only " + start.length + " bytes");
    }
    long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > fileSize - LENGTH_BYTES || length > MAX_BYTES) {
      throw broken(
          name,
          "its header should take "
              + length
              + " of "
              + (fileSize - LENGTH_BYTES)
              + " bytes; the file is cut short or"
              + " is no safetensors file");
    }
    return (int) length;
  }

  /** Reads and checks a header's JSON. */
  static SafetensorsHeader of(String name, byte[] json, long fileSize) {
    JsonNode header;
    try {
      header = JSON.readTree(new String(json, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw broken(name, "its header is not JSON");
    }
    if (!header.isObject()) {
      throw broken(name, "its header is JSON but no object");
    }
    Map<String, Entry> tensors = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    long start = (long) LENGTH_BYTES + json.length;
    long taken = 0;
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (entry.getKey().equals("__metadata__")) {
        entry.getValue().properties().forEach(m -> metadata.put(m.getKey(), m.getValue().asText()));
      } else {
        Entry tensor = tensor(name, fileSize, start, entry.getKey(), entry.getValue());
        taken += tensor.to - tensor.from;
        if (taken > fileSize) {
          throw broken(name, "its tensors overlap at " + entry.getKey());
        }
        tensors.put(entry.getKey(), tensor);
      }
    }
    return new SafetensorsHeader(tensors, metadata);
  }

  private static Entry tensor(
      String name, long fileSize, long start, String tensor, JsonNode entry) {
    String dtype = entry.path("dtype").asText();
    long from = entry.path("data_offsets").path(0).asLong(-1);
    long to = entry.path("data_offsets").path(1).asLong(-1);
    long[] shape = new long[entry.path("shape").size()];
    long values = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = entry.path("shape").path(i).asLong(-1);
      // A dimension beyond the file's size cannot be right; this also keeps the product from
      // overflowing.
      if (shape[i] < 0 || shape[i] > fileSize) {
        throw broken(name, "tensor " + tensor + " has the shape " + entry.path("shape"));
      }
      values = shape[i] == 0 ? 0 : Math.min(values, Long.MAX_VALUE / shape[i]) * shape[i];
    }
    int width = TensorData.bytesOf(dtype);
    if (width == 0) {
      throw broken(
          name, "tensor " + tensor + " has the type '" + dtype + "', which is not read here");
    }
    if (from < 0 || to < from || values > fileSize || to - from != values * width) {
      throw broken(
          name,
          "tensor "
              + tensor
              + " claims bytes "
              + from
              + " to "
              + to
              + " for "
              + values
              + " values");
    }
    if (to > fileSize - start) {
      throw broken(
          name,
          "tensor "
              + tensor
              + " ends "
              + (to - (fileSize - start))
              + " bytes after the file; it is cut short");
    }
    return new Entry(dtype, shape, start + from, start + to);
  }

  private static InputException broken(String name, String why) {
    return InputException.cannot(ErrorCode.WEIGHTS, "read " + name + " as safetensors: " + why);
  }
}
