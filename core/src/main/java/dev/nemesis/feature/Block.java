package dev.nemesis.feature;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.SafetensorsHeader;
import dev.nemesis.tensor.TensorData;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A block as its file has it: the numbers of its rows and, in half precision, their features. The
 * rows come first, so that what a block holds is known from the start of its file.
 *
 * @param rows ascending
 * @param features {@code [rows, E]}, or {@code [rows, R, E]} where there are spatial ones
 */
record Block(long[] rows, TensorData features) {
  private static final String ROWS = "rows";
  private static final String FEATURES = "features";

  /** The row numbers of a block and the dimension of its features, without the features. */
  record Contents(long[] rows, int dim) {}

  /**
   * The file's bytes.
   *
   * @param values {@code [rows, R, E]}, row-major
   * @throws InputException if one of them is no number that half precision has
   */
  static byte[] write(FeatureRows rows, float[] values, int dim) {
    int each = rows.key().regions() * dim;
    for (int i = 0; i < values.length; i++) {
      if (!TensorData.fitsHalf(values[i])) {
        throw InputException.cannot(
            ErrorCode.WEIGHTS,
            "store features of image %d of %s: number %d of %d is %s, and half precision ends at 65504; are the weights right?"
                .formatted(
                    FeatureRows.image(rows.rows()[i / each]),
                    rows.key().folder() + "/" + rows.file(),
                    i % each,
                    each,
                    values[i]));
      }
    }
    TensorData features =
        rows.key().regions() == 1
            ? TensorData.of(values, rows.count(), dim)
            : TensorData.of(values, rows.count(), rows.key().regions(), dim);
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    tensors.put(ROWS, TensorData.of(rows.rows(), rows.count()));
    tensors.put(FEATURES, features.toHalf());
    return BlockDigest.put(Safetensors.write(tensors, Map.of(BlockDigest.KEY, BlockDigest.PLACE)));
  }

  /**
   * A whole file.
   *
   * @throws InputException if it is not as it was written
   */
  static Block read(String name, byte[] file) {
    Safetensors read = Safetensors.read(name, file);
    Map<String, TensorData> tensors = read.tensors();
    if (!tensors.keySet().equals(Set.of(ROWS, FEATURES))
        || !BlockDigest.isRight(file, read.metadata())) {
      throw noBlock(name);
    }
    return new Block(tensors.get(ROWS).toLongs(), tensors.get(FEATURES));
  }

  /** The start of a file. */
  static Contents contents(String name, InputStream in, long fileSize) throws IOException {
    SafetensorsHeader header = SafetensorsHeader.read(name, in, fileSize);
    SafetensorsHeader.Entry rows = header.tensors().get(ROWS);
    SafetensorsHeader.Entry features = header.tensors().get(FEATURES);
    if (rows == null || features == null || rows.from() > features.from()) {
      throw noBlock(name);
    }
    int length = (int) (rows.to() - rows.from());
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException(name + " ended within its rows");
    }
    int dim = (int) features.shape()[features.shape().length - 1];
    return new Contents(new TensorData(rows.dtype(), rows.shape(), bytes).toLongs(), dim);
  }

  private static InputException noBlock(String name) {
    return InputException.cannot(
        ErrorCode.OUTPUT,
        "read "
            + name
            + ": it is no block of features, or one that is damaged; run the same command again, which"
            + " computes it anew");
  }

  /** Bytes it takes in the heap, about. */
  long bytes() {
    return (long) rows.length * Long.BYTES + features.values().length();
  }
}
