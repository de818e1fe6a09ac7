package dev.nemesis.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

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

  /** Any stored tensor as float32. */
  public static NDArray floats(NDManager manager, TensorData tensor) {
    return floats(manager, tensor.toFloats(), tensor.shape());
  }
}
