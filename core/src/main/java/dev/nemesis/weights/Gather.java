package dev.nemesis.weights;

import dev.nemesis.error.InputException;
import dev.nemesis.tensor.ByteSource;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.weights.PickleValue.View;
import java.util.Arrays;

/**
 * Makes tensors of views on storages: row-major whatever the strides were. Everything a view claims
 * is held against the storage's real bytes first, and all tensors together may take only a few
 * times the file's size, since views may share and repeat a storage.
 */
final class Gather {
  private static final long COPIES = 4;

  private final String file;
  private long left;

  Gather(String file, long fileSize) {
    this.file = file;
    this.left = COPIES * fileSize;
  }

  /**
   * The tensor a view shows.
   *
   * @param name of the tensor, for messages
   * @param storage all bytes of the storage's entry
   */
  TensorData tensor(String name, View view, ByteSource storage) {
    int width = TensorData.bytesOf(view.storage().dtype());
    if (view.storage().count() < 0 || view.storage().count() > storage.length() / width) {
      throw refused(
          name,
          "claims a storage of "
              + view.storage().count()
              + " values, its entry holds "
              + storage.length() / width);
    }
    long count = count(name, view);
    if (count > left / width) {
      throw refused(
          name,
          "of the shape "
              + Arrays.toString(view.shape())
              + " claims more memory than a file of this size has a use for");
    }
    left -= count * width;
    return new TensorData(
        view.storage().dtype(),
        view.shape(),
        Strided.of(storage, width, view.offset(), view.shape(), view.strides()));
  }

  /** Number of values, all of them inside the storage. */
  private long count(String name, View view) {
    long count = 1;
    long last = view.offset();
    boolean inside = last >= 0;
    try {
      for (int i = 0; i < view.shape().length; i++) {
        inside &= view.shape()[i] >= 0 && view.strides()[i] >= 0;
        count = Math.multiplyExact(count, view.shape()[i]);
        last = Math.addExact(last, Math.multiplyExact(view.shape()[i] - 1, view.strides()[i]));
      }
    } catch (ArithmeticException e) {
      inside = false;
    }
    if (!inside || (count > 0 && last >= view.storage().count())) {
      throw refused(
          name,
          "of the shape "
              + Arrays.toString(view.shape())
              + " and strides "
              + Arrays.toString(view.strides())
              + " at offset "
              + view.offset()
              + " is not inside its storage of "
              + view.storage().count()
              + " values");
    }
    return count;
  }

  private InputException refused(String name, String why) {
    return Unreadable.because(file, "tensor " + Unreadable.quoted(name) + " " + why);
  }
}
