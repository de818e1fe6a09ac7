package dev.nemesis.spark.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * TensorBoard's event file: records of TensorFlow's framing (length, its checksum, data, its
 * checksum; little-endian, checksums CRC-32C and masked), each a Protobuf message {@code Event}.
 * Spark brings no Protobuf of its own, and these messages have four kinds of fields.
 */
final class EventFile {
  // Tags of fields: their number << 3 | how they are written (0 varint, 1 eight bytes, 2 bytes, 5
  // four bytes).
  private static final int EVENT_WALL_TIME = (1 << 3) | 1;
  private static final int EVENT_STEP = 2 << 3;
  private static final int EVENT_FILE_VERSION = (3 << 3) | 2;
  private static final int EVENT_SUMMARY = (5 << 3) | 2;
  private static final int SUMMARY_VALUE = (1 << 3) | 2;
  private static final int VALUE_TAG = (1 << 3) | 2;
  private static final int VALUE_SIMPLE_VALUE = (2 << 3) | 5;

  private static final int CHECKSUM_MASK = 0xa282ead8;

  private final OutputStream to;
  private final double wallTime;

  /**
   * Begins a file.
   *
   * @param wallTime of its events, in seconds since 1970
   */
  EventFile(OutputStream to, double wallTime) throws IOException {
    this.to = to;
    this.wallTime = wallTime;
    Message event = event();
    event.bytes(EVENT_FILE_VERSION, "brain.Event:2".getBytes(StandardCharsets.UTF_8));
    record(event.toByteArray());
  }

  /** Writes a point of each curve. */
  void scalars(long step, Map<String, Double> values) throws IOException {
    Message summary = new Message();
    values.forEach(
        (name, value) -> {
          Message one = new Message();
          one.bytes(VALUE_TAG, name.getBytes(StandardCharsets.UTF_8));
          one.fixed(VALUE_SIMPLE_VALUE, littleEndian(4, Float.floatToIntBits(value.floatValue())));
          summary.bytes(SUMMARY_VALUE, one.toByteArray());
        });
    Message event = event();
    event.varint(EVENT_STEP);
    event.varint(step);
    event.bytes(EVENT_SUMMARY, summary.toByteArray());
    record(event.toByteArray());
  }

  private Message event() {
    Message event = new Message();
    event.fixed(EVENT_WALL_TIME, littleEndian(8, Double.doubleToLongBits(wallTime)));
    return event;
  }

  private void record(byte[] data) throws IOException {
    byte[] length = littleEndian(8, data.length);
    to.write(length);
    to.write(checksum(length));
    to.write(data);
    to.write(checksum(data));
  }

  private static byte[] checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    int masked = Integer.rotateRight((int) crc.getValue(), 15) + CHECKSUM_MASK;
    return littleEndian(4, masked);
  }

  private static byte[] littleEndian(int size, long bits) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (bits >>> (8 * i));
    }
    return bytes;
  }

  /** A Protobuf message that is being written. */
  private static final class Message extends ByteArrayOutputStream {
    void varint(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        write((int) ((rest & 0x7f) | 0x80));
        rest >>>= 7;
      }
      write((int) rest);
    }

    void bytes(int tag, byte[] value) {
      varint(tag);
      varint(value.length);
      writeBytes(value);
    }

    void fixed(int tag, byte[] value) {
      varint(tag);
      writeBytes(value);
    }
  }
}
