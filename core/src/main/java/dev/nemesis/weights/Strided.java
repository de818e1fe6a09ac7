package dev.nemesis.weights;

import dev.nemesis.tensor.ByteSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A view's values in row-major order, whatever its strides are; they are gathered as they are asked
 * for. That all of them are inside the storage is for the caller to know.
 */
final class Strided implements ByteSource {
  private final ByteSource storage;
  private final int width;
  private final long offset;
  private final long[] shape;
  private final long[] strides;
  private final long length;

  /** The innermost dimensions that lie one value after another are copied in one go. */
  private final int outer;

  private final long run;

  private Strided(ByteSource storage, int width, long offset, long[] shape, long[] strides) {
    this.storage = storage;
    this.width = width;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
    int dimensions = shape.length;
    long together = 1;
    while (dimensions > 0 && (strides[dimensions - 1] == together || shape[dimensions - 1] == 1)) {
      together *= shape[--dimensions];
    }
    outer = dimensions;
    run = together;
    long count = together;
    for (int d = 0; d < outer; d++) {
      count *= shape[d];
    }
    length = count * width;
  }

  /**
   * The values of a view.
   *
   * @param width bytes of a value
   * @param offset of the first value, in values
   * @param strides in values, one for each dimension
   */
  static ByteSource of(ByteSource storage, int width, long offset, long[] shape, long[] strides) {
    Strided view = new Strided(storage, width, offset, shape, strides);
    return view.outer == 0 || view.length == 0
        ? storage.range(view.length == 0 ? 0 : offset * width, view.length)
        : view;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public ByteBuffer get(long from, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      long value = (from + bytes.position()) / width;
      int part = (int) Math.min(bytes.remaining(), (run - value % run) * width);
      bytes.put(storage.get(place(value) * width, part));
    }
    return bytes.flip();
  }

  /** Where in the storage a value is. */
  private long place(long value) {
    long place = offset + value % run;
    long rest = value / run;
    for (int d = outer - 1; d >= 0; d--) {
      place += rest % shape[d] * strides[d];
      rest /= shape[d];
    }
    return place;
  }
}
