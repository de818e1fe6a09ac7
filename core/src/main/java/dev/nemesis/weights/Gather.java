package dev.nemesis.weights;

import dev.nemesis.error.InputException;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.weights.PickleValue.View;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Makes tensors of views on storages: row-major whatever the strides were. Everything a view claims
 * is held against the storage's real bytes before memory is taken, and all tensors together may
 * take only a few times the file's size, since views may share and repeat a storage.
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
  TensorData tensor(String name, View view, ByteBuffer storage) {
    int width = TensorData.bytesOf(view.storage().dtype());
    if (view.storage().count() < 0 || view.storage().count() > storage.remaining() / width) {
      throw refused(
          name,
          "claims a storage of "
              + view.storage().count()
              + " values, its entry holds "
              + storage.remaining() / width);
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
    byte[] values = new byte[Math.toIntExact(count * width)];
    if (count > 0) {
      copy(view, storage, width, values);
    }
    return new TensorData(view.storage().dtype(), view.shape(), values);
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

  private static void copy(View view, ByteBuffer storage, int width, byte[] values) {
    long[] shape = view.shape();
    long[] strides = view.strides();
    // The innermost dimensions that lie one after another are copied in one go.
    int outer = shape.length;
    int run = 1;
    while (outer > 0 && (strides[outer - 1] == run || shape[outer - 1] == 1)) {
      run *= (int) shape[--outer];
    }
    long[] index = new long[outer];
    long from = view.offset();
    for (int to = 0; to < values.length; to += run * width) {
      storage.get((int) (from * width), values, to, run * width);
      for (int d = outer - 1; d >= 0; d--) {
        from += strides[d];
        if (++index[d] < shape[d]) {
          break;
        }
        from -= shape[d] * strides[d];
        index[d] = 0;
      }
    }
  }

  private InputException refused(String name, String why) {
    return Unreadable.because(file, "tensor " + Unreadable.quoted(name) + " " + why);
  }
}
