package dev.nemesis.tensor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nemesis.error.InputException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
   * Whether a file may be of this format: a header's length that could be one, and its JSON.
   *
   * @param head the file's first bytes
   */
  public static boolean begins(byte[] head) {
    return SafetensorsHeader.begins(head);
  }

  /**
   * Reads a file's bytes.
   *
   * @param name the file, for messages
   * @throws InputException if the bytes are not a whole safetensors file
   */
  public static Safetensors read(String name, byte[] file) {
    return read(name, ByteSource.of(file));
  }

  /**
   * Reads a file of any length; its tensors are parts of it.
   *
   * @param name the file, for messages
   * @throws InputException if the bytes are not a whole safetensors file
   */
  public static Safetensors read(String name, ByteSource file) {
    int start = SafetensorsHeader.LENGTH_BYTES;
    int length =
        SafetensorsHeader.length(
            name, bytes(file, 0, (int) Math.min(start, file.length())), file.length());
    SafetensorsHeader header =
        SafetensorsHeader.of(name, bytes(file, start, length), file.length());
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    header
        .tensors()
        .forEach(
            (tensor, entry) ->
                tensors.put(
                    tensor,
                    new TensorData(
                        entry.dtype(),
                        entry.shape(),
                        file.range(entry.from(), entry.to() - entry.from()))));
    return new Safetensors(tensors, header.metadata());
  }

  private static byte[] bytes(ByteSource file, long from, int count) {
    byte[] bytes = new byte[count];
    file.get(from, count).get(bytes);
    return bytes;
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
      long end = offset + tensor.values().length();
      ObjectNode node = header.putObject(entry.getKey());
      node.put("dtype", tensor.dtype());
      node.set("shape", JSON.valueToTree(tensor.shape()));
      node.putArray("data_offsets").add(offset).add(end);
      offset = end;
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
