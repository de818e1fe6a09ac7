package dev.nemesis.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Pickles put together by hand, one instruction after another, and the zips around them. */
public final class Pickled {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public static Pickled start() {
    return new Pickled().op(0x80, 2);
  }

  public Pickled op(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
    return this;
  }

  public Pickled text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    op('X').little(4, bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  /** LONG1 of eight bytes. */
  public Pickled number(long value) {
    return op(0x8a, 8).little(8, value);
  }

  public Pickled global(String module, String name) {
    op('c');
    out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** A float tensor on a storage said to hold {@code count} values. */
  public Pickled tensor(String key, long count, long offset, long[] shape, long[] strides) {
    global("torch._utils", "_rebuild_tensor_v2").op('(', '(').text("storage");
    global("torch", "FloatStorage").text(key).text("cpu").number(count).op('t', 'Q');
    return number(offset).tuple(shape).tuple(strides).op(0x89, '}', 't', 'R');
  }

  private Pickled tuple(long... values) {
    op('(');
    for (long value : values) {
      number(value);
    }
    return op('t');
  }

  private Pickled little(int bytes, long value) {
    byte[] all = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    out.write(all, 0, bytes);
    return this;
  }

  public byte[] end() {
    return op('.').out.toByteArray();
  }

  /** {@code torch.save({NAME: tensor})} with a storage of the given values. */
  public static byte[] archiveOf(Pickled tensor, float... values) {
    ByteBuffer storage = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    storage.asFloatBuffer().put(values);
    return zip(Map.of("a/data.pkl", tensor.op('s').end(), "a/data/0", storage.array()));
  }

  /** Starts the dictionary {@link #archiveOf} ends. */
  public static Pickled dictOf(String name) {
    return start().op('}').text(name);
  }

  /** A zip of stored entries. */
  public static byte[] zip(Map<String, byte[]> entries) {
    return zip(entries, ZipEntry.STORED);
  }

  public static byte[] zip(Map<String, byte[]> entries, int method) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(file)) {
      for (Map.Entry<String, byte[]> content : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(content.getKey());
        CRC32 crc = new CRC32();
        crc.update(content.getValue());
        entry.setMethod(method);
        entry.setSize(content.getValue().length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }
}
