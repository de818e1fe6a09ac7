package dev.nemesis.tensor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The safetensors format: eight bytes of header length, a JSON header of names, types, shapes and
 * offsets, then the values. Every boundary is checked before anything is taken from the file.
 */
public final class Safetensors {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, TensorData> tensors;
  private final Map<String, String> metadata;

  private Safetensors(Map<String, TensorData> tensors, Map<String, String> metadata) {
    this.tensors = tensors;
    this.metadata = metadata;
  }

  /**
   * Reads a file's bytes.
   *
   * @param name the file, for messages
   * @throws InputException if the bytes are not a whole safetensors file
   */
  public static Safetensors read(String name, byte[] file) {
    if (file.length < 8) {
      throw broken(name, "it has only " + file.length + " bytes");
    }
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    long headerLength = buffer.getLong();
    if (headerLength < 2 || headerLength > file.length - 8L) {
      throw broken(
          name,
          "its header should take "
              + headerLength
              + " of "
              + (file.length - 8)
              + " bytes; the file is cut short or"
              + " is no safetensors file");
    }
    JsonNode header;
    try {
      header = JSON.readTree(new String(file, 8, (int) headerLength, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw broken(name, "its header is not JSON");
    }
    int start = 8 + (int) headerLength;
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    long taken = 0;
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (entry.getKey().equals("__metadata__")) {
        entry.getValue().properties().forEach(m -> metadata.put(m.getKey(), m.getValue().asText()));
      } else {
        TensorData tensor = tensor(name, file, start, entry.getKey(), entry.getValue());
        taken += tensor.bytes().length;
        if (taken > file.length) {
          throw broken(name, "its tensors overlap at " + entry.getKey());
        }
        tensors.put(entry.getKey(), tensor);
      }
    }
    return new Safetensors(tensors, metadata);
  }

  private static TensorData tensor(
      String name, byte[] file, int start, String tensor, JsonNode entry) {
    String dtype = entry.path("dtype").asText();
    long from = entry.path("data_offsets").path(0).asLong(-1);
    long to = entry.path("data_offsets").path(1).asLong(-1);
    long[] shape = new long[entry.path("shape").size()];
    long values = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = entry.path("shape").path(i).asLong(-1);
      // A dimension beyond the file's size cannot be right; this also keeps the product from
      // overflowing.
      if (shape[i] < 0 || shape[i] > file.length) {
        throw broken(name, "tensor " + tensor + " has the shape " + entry.path("shape"));
      }
      values = shape[i] == 0 ? 0 : Math.min(values, Long.MAX_VALUE / shape[i]) * shape[i];
    }
    int width = TensorData.bytesOf(dtype);
    if (width == 0) {
      throw broken(
          name, "tensor " + tensor + " has the type '" + dtype + "', which is not read here");
    }
    if (from < 0 || to < from || values > file.length || to - from != values * width) {
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
    if (start + to > file.length) {
      throw broken(
          name,
          "tensor "
              + tensor
              + " ends "
              + (start + to - file.length)
              + " bytes after the file; it is cut short");
    }
    return new TensorData(
        dtype, shape, Arrays.copyOfRange(file, start + (int) from, start + (int) to));
  }

  private static InputException broken(String name, String why) {
    return InputException.cannot(ErrorCode.WEIGHTS, "read " + name + " as safetensors: " + why);
  }

  /** Writes tensors in the order of the map. */
  public static byte[] write(Map<String, TensorData> tensors, Map<String, String> metadata) {
    ObjectNode header = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      header.set("__metadata__", JSON.valueToTree(metadata));
    }
    long offset = 0;
    for (Map.Entry<String, TensorData> entry : tensors.entrySet()) {
      TensorData tensor = entry.getValue();
      ObjectNode node = header.putObject(entry.getKey());
      node.put("dtype", tensor.dtype());
      node.set("shape", JSON.valueToTree(tensor.shape()));
      node.putArray("data_offsets").add(offset).add(offset + tensor.bytes().length);
      offset += tensor.bytes().length;
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    int padding = (8 - json.length % 8) % 8; // the format wants the values aligned to 8 bytes
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        ByteBuffer.allocate(8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length + padding)
            .array());
    out.writeBytes(json);
    out.writeBytes(" ".repeat(padding).getBytes(StandardCharsets.UTF_8));
    tensors.values().forEach(t -> out.writeBytes(t.bytes()));
    return out.toByteArray();
  }

  /** All tensors by name, in the file's order. */
  public Map<String, TensorData> tensors() {
    return tensors;
  }

  /** The header's {@code __metadata__}. */
  public Map<String, String> metadata() {
    return metadata;
  }
}
