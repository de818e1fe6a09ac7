package dev.nemesis.verify;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.SafetensorsHeader;
import dev.nemesis.tensor.TensorData;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * Tensors of a recording, where one that is missing is named with its file.
 *
 * @param file they lie in
 * @param tensors by name
 * @param metadata the file's own
 */
public record RecordedTensors(
    Path file, Map<String, TensorData> tensors, Map<String, String> metadata) {

  /**
   * Reads a safetensors file.
   *
   * @throws InputException if it is missing or damaged
   */
  public static RecordedTensors read(Path file) {
    SafetensorsHeader.read(file); // a large file that is none is not read to its end
    Safetensors read = Safetensors.read(file.toString(), LocalFile.bytes(file, LocalFile.LARGEST));
    return new RecordedTensors(file, read.tensors(), read.metadata());
  }

  /** Returns whether a tensor was recorded. */
  public boolean has(String name) {
    return tensors.containsKey(name);
  }

  /**
   * A tensor that has to be there.
   *
   * @param shape what it has to be, -1 where any size but 0 will do; nothing for any shape
   * @throws InputException if it is missing or of another shape
   */
  public TensorData get(String name, long... shape) {
    TensorData tensor = tensors.get(name);
    if (tensor == null) {
      throw InputException.cannot(
          ErrorCode.RECORDING, "use " + file + ": it has no tensor '" + name + "'");
    }
    if (shape.length > 0 && !fits(tensor.shape(), shape)) {
      throw InputException.cannot(
          ErrorCode.RECORDING,
          "use %s: tensor '%s' has the shape %s and should have %s"
              .formatted(
                  file,
                  name,
                  Arrays.toString(tensor.shape()),
                  Arrays.toString(shape).replace("-1", "any")));
    }
    return tensor;
  }

  private static boolean fits(long[] shape, long[] wanted) {
    boolean fits = shape.length == wanted.length;
    for (int i = 0; fits && i < shape.length; i++) {
      fits = wanted[i] < 0 ? shape[i] > 0 : shape[i] == wanted[i];
    }
    return fits;
  }
}
