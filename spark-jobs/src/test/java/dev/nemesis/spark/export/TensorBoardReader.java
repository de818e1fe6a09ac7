package dev.nemesis.spark.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads event files as TensorBoard does, written from TensorFlow's description of the framing and
 * of the messages, without anything that writes them.
 */
public final class TensorBoardReader {
  /**
   * One event.
   *
   * @param version the file's, of the first; else null
   * @param scalars by tag
   */
  public record Event(double wallTime, long step, String version, Map<String, Float> scalars) {}

  private TensorBoardReader() {}

  /** All events of a file, whose checksums must be right. */
  public static List<Event> read(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] length = new byte[8];
      in.get(length);
      check(in.getInt(), length);
      byte[] data =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      in.get(data);
      check(in.getInt(), data);
      events.add(event(data));
    }
    return events;
  }

  private static void check(int masked, byte[] bytes) {
    int rotated = masked - 0xa282ead8;
    int crc = (rotated >>> 17) | (rotated << 15);
    if (crc != crc32c(bytes)) {
      throw new AssertionError("A checksum is wrong");
    }
  }

  /** CRC-32C by its polynomial, a bit at a time. */
  static int crc32c(byte[] bytes) {
    int crc = -1;
    for (byte one : bytes) {
      crc ^= one & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0x82f63b78;
      }
    }
    return ~crc;
  }

  private static Event event(byte[] data) {
    double wallTime = 0;
    long step = 0;
    String version = null;
    Map<String, Float> scalars = new LinkedHashMap<>();
    for (Field field : fields(data)) {
      switch (field.number) {
        case 1 -> wallTime = field.value.getDouble();
        case 2 -> step = varint(field.value);
        case 3 -> version = StandardCharsets.UTF_8.decode(field.value).toString();
        case 5 -> fields(bytes(field.value)).forEach(value -> scalar(bytes(value.value), scalars));
        default -> throw new AssertionError("An event has no field " + field.number);
      }
    }
    return new Event(wallTime, step, version, scalars);
  }

  private static void scalar(byte[] data, Map<String, Float> into) {
    String tag = null;
    Float simple = null;
    for (Field field : fields(data)) {
      switch (field.number) {
        case 1 -> tag = StandardCharsets.UTF_8.decode(field.value).toString();
        case 2 -> simple = field.value.getFloat();
        default -> throw new AssertionError("A scalar has no field " + field.number);
      }
    }
    into.put(tag, simple);
  }

  private record Field(int number, ByteBuffer value) {}

  private static List<Field> fields(byte[] data) {
    ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    List<Field> fields = new ArrayList<>();
    while (in.hasRemaining()) {
      long tag = varint(in);
      int start = in.position();
      int length =
          switch ((int) (tag & 7)) {
            case 0 -> {
              varint(in);
              yield in.position() - start;
            }
            case 1 -> 8;
            case 2 -> (int) varint(in);
            case 5 -> 4;
            default -> throw new AssertionError("There is no wire type " + (tag & 7));
          };
      int from = (tag & 7) == 0 ? start : in.position();
      fields.add(
          new Field((int) (tag >>> 3), in.slice(from, length).order(ByteOrder.LITTLE_ENDIAN)));
      in.position(from + length);
    }
    return fields;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
