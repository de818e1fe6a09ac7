package dev.nemesis.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Arrays whose memory libtorch owns. What {@link NDManager#create(float[])} returns is a view of a
 * Java buffer that the collector may take while autograd still reads it; here every array is copied
 * into libtorch's memory first.
 */
public final class OwnedArrays {
  private OwnedArrays() {}

  /** A float32 array of the given shape. */
  public static NDArray floats(NDManager manager, float[] values, long... shape) {
    try (NDArray view = manager.create(values, new Shape(shape))) {
      return view.duplicate();
    }
  }

  /** An int64 array of the given shape. */
  public static NDArray longs(NDManager manager, long[] values, long... shape) {
    try (NDArray view = manager.create(values, new Shape(shape))) {
      return view.duplicate();
    }
  }

  /** A float32 scalar constant, for arithmetic through which a gradient flows. */
  public static NDArray constant(NDManager manager, double value) {
    return manager.full(new Shape(), (float) value, DataType.FLOAT32);
  }

  /** Any stored tensor as float32, a piece after the other: the heap never holds it whole. */
  public static NDArray floats(NDManager manager, TensorData tensor) {
    Shape shape = new Shape(tensor.shape());
    int size = tensor.size();
    if (size <= TensorData.PIECE) {
      return floats(manager, tensor.toFloats(), tensor.shape());
    }
    ByteBuffer piece =
        ByteBuffer.allocateDirect(TensorData.PIECE * Float.BYTES).order(ByteOrder.nativeOrder());
    try (NDArray flat = manager.create(new Shape(size), DataType.FLOAT32)) {
      for (int from = 0; from < size; from += TensorData.PIECE) {
        int count = Math.min(TensorData.PIECE, size - from);
        tensor.toFloats(from, count, piece.clear().asFloatBuffer());
        try (NDArray values =
            manager.create(piece.limit(count * Float.BYTES), new Shape(count), DataType.FLOAT32)) {
          flat.set(new NDIndex("{}:{}", from, from + count), values);
        }
      }
      return flat.reshape(shape);
    }
  }
}
