package dev.nemesis.spark.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * TensorBoard's event file: records of TensorFlow's framing (length, its checksum, data, its
 * checksum; little-endian, checksums CRC-32C and masked), each a Protobuf message {@code Event}.
 */
final class EventFile {
  // Fields of Event, of its Summary, and of a Summary's Value.
  private static final int EVENT_WALL_TIME = 1;
  private static final int EVENT_STEP = 2;
  private static final int EVENT_FILE_VERSION = 3;
  private static final int EVENT_SUMMARY = 5;
  private static final int SUMMARY_VALUE = 1;
  private static final int VALUE_TAG = 1;
  private static final int VALUE_SIMPLE_VALUE = 2;

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
    record(event().text(EVENT_FILE_VERSION, "brain.Event:2"));
  }

  /** Writes a point of each curve. */
  void scalars(long step, Map<String, Double> values) throws IOException {
    ProtoMessage summary = new ProtoMessage();
    values.forEach(
        (name, value) ->
            summary.message(
                SUMMARY_VALUE,
                new ProtoMessage()
                    .text(VALUE_TAG, name)
                    .single(VALUE_SIMPLE_VALUE, value.floatValue())));
    record(event().number(EVENT_STEP, step).message(EVENT_SUMMARY, summary));
  }

  /** Writes a value of one of TensorBoard's plugins, a whole message {@code Value}. */
  void value(ProtoMessage value) throws IOException {
    record(event().message(EVENT_SUMMARY, new ProtoMessage().message(SUMMARY_VALUE, value)));
  }

  private ProtoMessage event() {
    return new ProtoMessage().decimal(EVENT_WALL_TIME, wallTime);
  }

  private void record(ProtoMessage event) throws IOException {
    byte[] data = event.toByteArray();
    byte[] length = ProtoMessage.littleEndian(Long.BYTES).putLong(data.length).array();
    to.write(length);
    to.write(checksum(length));
    to.write(data);
    to.write(checksum(data));
  }

  private static byte[] checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    int masked = Integer.rotateRight((int) crc.getValue(), 15) + CHECKSUM_MASK;
    return ProtoMessage.littleEndian(Integer.BYTES).putInt(masked).array();
  }
}
