package dev.nemesis.weights;

import dev.nemesis.tensor.TensorData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * Writes a checkpoint as {@code torch.save} does: a pickle of protocol 2 and one stored entry per
 * tensor, their bytes aligned to 64.
 */
final class TorchSave {
  private static final String ROOT = "archive/";
  private static final int ALIGNMENT = 64;

  private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();

  private TorchSave() {}

  static byte[] checkpoint(PromptCheckpoint checkpoint) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("data.pkl", new TorchSave().pickle(checkpoint));
    entries.put("byteorder", ascii("little"));
    checkpoint
        .state()
        .values()
        .forEach(t -> entries.put("data/" + (entries.size() - 2), t.bytes()));
    entries.put("version", ascii("3\n"));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
      zip.setMethod(ZipEntry.STORED);
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putArchiveEntry(stored(ROOT + entry.getKey(), entry.getValue()));
        zip.write(entry.getValue());
        zip.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Memory can be written to", e);
    }
    return file.toByteArray();
  }

  private static ZipArchiveEntry stored(String name, byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    entry.setAlignment(ALIGNMENT);
    entry.setTime(315532800000L); // 1980: the same prompt gives the same file
    return entry;
  }

  private byte[] pickle(PromptCheckpoint checkpoint) {
    bytes(0x80, 2).bytes('}', '(');
    text("state_dict").emptyOrderedDict().bytes('(');
    int key = 0;
    for (Map.Entry<String, TensorData> tensor : checkpoint.state().entrySet()) {
      text(tensor.getKey()).tensor(key++, tensor.getValue());
    }
    bytes('u');
    text("epoch").integer(checkpoint.epoch());
    text("optimizer").bytes('N');
    text("scheduler").bytes('N');
    text("val_result").bytes('N');
    return bytes('u', '.').pickle.toByteArray();
  }

  /** {@code _rebuild_tensor_v2(storage, 0, shape, strides, False, OrderedDict())}. */
  private TorchSave tensor(int key, TensorData tensor) {
    global("torch._utils", "_rebuild_tensor_v2").bytes('(');
    bytes('(').text("storage");
    storageType(tensor.dtype());
    text(Integer.toString(key)).text("cpu").integer(tensor.size()).bytes('t', 'Q');
    integer(0);
    bytes('(');
    for (long size : tensor.shape()) {
      integer(size);
    }
    bytes('t', '(');
    long[] strides = new long[tensor.shape().length];
    long stride = 1;
    for (int i = strides.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= Math.max(1, tensor.shape()[i]);
    }
    for (long step : strides) {
      integer(step);
    }
    return bytes('t', 0x89).emptyOrderedDict().bytes('t', 'R');
  }

  private void storageType(String dtype) {
    String full =
        Known.STORAGES.entrySet().stream()
            .filter(e -> e.getValue().equals(dtype))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("torch has no storage for " + dtype))
            .getKey();
    global("torch", full.substring("torch.".length()));
  }

  private TorchSave emptyOrderedDict() {
    return global("collections", "OrderedDict").bytes(')', 'R');
  }

  private TorchSave global(String module, String name) {
    pickle.write('c');
    pickle.writeBytes(ascii(module + "\n" + name + "\n"));
    return this;
  }

  private TorchSave text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    pickle.write('X');
    pickle.writeBytes(little(utf8.length));
    pickle.writeBytes(utf8);
    return this;
  }

  private TorchSave integer(long value) {
    pickle.write('J');
    pickle.writeBytes(little(Math.toIntExact(value)));
    return this;
  }

  private TorchSave bytes(int... bytes) {
    for (int b : bytes) {
      pickle.write(b);
    }
    return this;
  }

  private static byte[] little(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
