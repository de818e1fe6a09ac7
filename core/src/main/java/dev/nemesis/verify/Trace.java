package dev.nemesis.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.feature.Features;
import dev.nemesis.tensor.TensorData;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * A folder with {@code trace.json} and {@code tensors.safetensors}, and the weights beside the
 * folder.
 *
 * @param file {@code trace.json}
 * @param json what it says
 */
record Trace(Path file, JsonNode json) {
  static final String FILE = "trace.json";
  private static final String TENSORS = "tensors.safetensors";

  /** The folder, as the user would write it. */
  String name() {
    Path folder = file.getParent();
    return (folder == null ? file : folder).toString();
  }

  JsonNode need(String pointer) {
    return RecordedJson.need(file, json, pointer);
  }

  /** A number. */
  double number(String pointer) {
    JsonNode value = need(pointer);
    if (!value.isNumber()) {
      throw unusable(pointer.substring(1) + " is " + value + ", not a number");
    }
    return value.doubleValue();
  }

  /** A whole number of at least 1. */
  int count(String pointer) {
    JsonNode value = need(pointer);
    if (!value.canConvertToInt() || value.intValue() < 1) {
      throw unusable(pointer.substring(1) + " is " + value + ", not a whole number above 0");
    }
    return value.intValue();
  }

  InputException unusable(String why) {
    return InputException.cannot(ErrorCode.RECORDING, "use " + file + ": " + why);
  }

  RecordedTensors tensors() {
    return RecordedTensors.read(file.resolveSibling(TENSORS));
  }

  Path weights() {
    return file.toAbsolutePath().getParent().resolveSibling(need("/weights").asText());
  }

  Set<Path> files() {
    Set<Path> files = new LinkedHashSet<>();
    files.add(file);
    files.add(file.resolveSibling(TENSORS));
    if (json.hasNonNull("weights")) {
      files.add(weights());
    }
    return files;
  }

  /**
   * Image features with their labels, views of an image included.
   *
   * @param features name of a tensor {@code [n, E]} or {@code [n, R, E]}
   * @param labels name of a tensor {@code [n]}
   * @param classes C, for which labels are checked
   */
  Features features(RecordedTensors tensors, String features, String labels, int classes) {
    TensorData values = tensors.get(features);
    long[] shape = values.shape();
    if (shape.length < 2 || shape.length > 3) {
      throw unusable("tensor '" + features + "' has " + shape.length + " dimensions, not 2 or 3");
    }
    long[] of = tensors.get(labels, shape[0]).toLongs();
    if (LongStream.of(of).anyMatch(label -> label < 0 || label >= classes)) {
      throw unusable("tensor '" + labels + "' holds a label that none of the classes has");
    }
    return new Features(
        1,
        (int) shape[0],
        shape.length == 2 ? 1 : (int) shape[1],
        (int) shape[shape.length - 1],
        values.toFloats(),
        LongStream.of(of).mapToInt(Math::toIntExact).toArray());
  }
}
