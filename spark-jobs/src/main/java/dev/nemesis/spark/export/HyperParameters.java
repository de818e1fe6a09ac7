package dev.nemesis.spark.export;

import java.util.Map;

/**
 * Summary values of a run for TensorBoard's HParams plugin: the values that were chosen for it, and
 * when it began and ended. The plugin finds the metrics, a run's scalars, by itself.
 */
final class HyperParameters {
  private static final String PLUGIN = "hparams";
  private static final String START = "_hparams_/session_start_info";
  private static final String END = "_hparams_/session_end_info";

  // Fields of a Summary's Value, and of what says whose it is.
  private static final int VALUE_TAG = 1;
  private static final int VALUE_TENSOR = 8;
  private static final int VALUE_METADATA = 9;
  private static final int METADATA_PLUGIN_DATA = 1;
  private static final int PLUGIN_DATA_NAME = 1;
  private static final int PLUGIN_DATA_CONTENT = 2;

  // Fields of the plugin's own messages.
  private static final int DATA_START = 3;
  private static final int DATA_END = 4;
  private static final int START_HPARAMS = 1;
  private static final int START_TIME = 5;
  private static final int END_STATUS = 1;
  private static final int END_TIME = 2;
  private static final int SUCCESS = 1;

  // Fields of an entry of a map, and of google.protobuf.Value.
  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final int NUMBER = 2;
  private static final int TEXT = 3;
  private static final int FLAG = 4;

  private HyperParameters() {}

  /**
   * The value that begins a run.
   *
   * @param values numbers, flags and texts by name
   * @param seconds when it began, since 1970
   */
  static ProtoMessage start(Map<String, Object> values, double seconds) {
    ProtoMessage start = new ProtoMessage();
    values.forEach(
        (name, value) ->
            start.message(
                START_HPARAMS, new ProtoMessage().text(KEY, name).message(VALUE, value(value))));
    return plugin(START, DATA_START, start.decimal(START_TIME, seconds));
  }

  /**
   * The value that ends a run which came to its end.
   *
   * @param seconds when, since 1970
   */
  static ProtoMessage end(double seconds) {
    return plugin(
        END, DATA_END, new ProtoMessage().number(END_STATUS, SUCCESS).decimal(END_TIME, seconds));
  }

  private static ProtoMessage value(Object value) {
    if (value instanceof Number number) {
      return new ProtoMessage().decimal(NUMBER, number.doubleValue());
    }
    return value instanceof Boolean flag
        ? new ProtoMessage().number(FLAG, flag ? 1 : 0)
        : new ProtoMessage().text(TEXT, value.toString());
  }

  private static ProtoMessage plugin(String tag, int field, ProtoMessage content) {
    ProtoMessage data =
        new ProtoMessage()
            .text(PLUGIN_DATA_NAME, PLUGIN)
            .message(PLUGIN_DATA_CONTENT, new ProtoMessage().message(field, content));
    return new ProtoMessage()
        .text(VALUE_TAG, tag)
        .message(VALUE_TENSOR, empty())
        .message(VALUE_METADATA, new ProtoMessage().message(METADATA_PLUGIN_DATA, data));
  }

  /** TensorFlow's tensor of no floats, for a value has to have one. */
  private static ProtoMessage empty() {
    int type = 1;
    int shape = 2;
    int dimension = 2;
    return new ProtoMessage()
        .number(type, 1)
        .message(shape, new ProtoMessage().message(dimension, new ProtoMessage()));
  }
}
