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
   * @param plugins what a plugin is to read, by tag
   */
  public record Event(
      double wallTime,
      long step,
      String version,
      Map<String, Float> scalars,
      Map<String, PluginData> plugins) {}

  /**
   * What a plugin is to read.
   *
   * @param plugin its name
   */
  public record PluginData(String plugin, byte[] content) {}

  /**
   * What the HParams plugin reads.
   *
   * @param values that were chosen: numbers, flags and texts; null of an end
   * @param status how the run ended; null of a start
   * @param seconds when, since 1970
   */
  public record Session(Map<String, Object> values, Long status, double seconds) {}

  /** What the plugin's message {@code HParamsPluginData} says. */
  public static Session session(PluginData data) {
    if (!data.plugin.equals("hparams")) {
      throw new AssertionError("It is for " + data.plugin);
    }
    List<Field> whole = fields(data.content);
    if (whole.size() != 1) {
      throw new AssertionError("It is a start or an end");
    }
    boolean isStart = whole.get(0).number == 3;
    Map<String, Object> values = isStart ? new LinkedHashMap<>() : null;
    Long status = null;
    double seconds = 0;
    for (Field field : fields(bytes(whole.get(0).value))) {
      if (isStart && field.number == 1) {
        List<Field> entry = fields(bytes(field.value));
        Field value = fields(bytes(entry.get(1).value)).get(0);
        values.put(
            StandardCharsets.UTF_8.decode(entry.get(0).value).toString(),
            switch (value.number) {
              case 2 -> value.value.getDouble();
              case 3 -> StandardCharsets.UTF_8.decode(value.value).toString();
              case 4 -> varint(value.value) == 1;
              default -> throw new AssertionError("A value has no field " + value.number);
            });
      } else if (!isStart && field.number == 1) {
        status = varint(field.value);
      } else if (field.number == (isStart ? 5 : 2)) {
        seconds = field.value.getDouble();
      } else {
        throw new AssertionError("A session has no field " + field.number);
      }
    }
    return new Session(values, status, seconds);
  }

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
    Map<String, PluginData> plugins = new LinkedHashMap<>();
    for (Field field : fields(data)) {
      switch (field.number) {
        case 1 -> wallTime = field.value.getDouble();
        case 2 -> step = varint(field.value);
        case 3 -> version = StandardCharsets.UTF_8.decode(field.value).toString();
        case 5 ->
            fields(bytes(field.value))
                .forEach(value -> value(bytes(value.value), scalars, plugins));
        default -> throw new AssertionError("An event has no field " + field.number);
      }
    }
    return new Event(wallTime, step, version, scalars, plugins);
  }

  private static void value(
      byte[] data, Map<String, Float> scalars, Map<String, PluginData> plugins) {
    String tag = null;
    Float simple = null;
    PluginData plugin = null;
    boolean hasTensor = false;
    for (Field field : fields(data)) {
      switch (field.number) {
        case 1 -> tag = StandardCharsets.UTF_8.decode(field.value).toString();
        case 2 -> simple = field.value.getFloat();
        case 8 -> hasTensor = true;
        case 9 -> plugin = plugin(bytes(field.value));
        default -> throw new AssertionError("A value has no field " + field.number);
      }
    }
    if (simple != null) {
      scalars.put(tag, simple);
    } else if (hasTensor) { // TensorBoard takes no other
      plugins.put(tag, plugin);
    }
  }

  private static PluginData plugin(byte[] metadata) {
    List<Field> data = fields(bytes(fields(metadata).get(0).value));
    return new PluginData(
        StandardCharsets.UTF_8.decode(data.get(0).value).toString(), bytes(data.get(1).value));
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
