package dev.nemesis.tensor;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/**
 * Gradients in as many threads as there are. DJL's own {@code GradientCollector} allows one per
 * process, by a flag of its class; libtorch's gradient mode is per thread, and that is what is used
 * here. Beside {@link Script}, the only class that touches DJL's internal {@link JniUtils}.
 */
public final class Autograd {
  private Autograd() {}

  /**
   * Runs a forward pass with gradients recorded, then the backward pass from its result.
   *
   * @param forward returns the loss, any shape; the gradient of its sum is taken
   * @return the loss
   */
  public static NDArray backward(Supplier<NDArray> forward) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(true);
    try {
      NDArray loss = forward.get();
      try (NDArray ones = loss.onesLike()) {
        JniUtils.backward((PtNDArray) loss, (PtNDArray) ones, false, false);
      }
      return loss;
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  /** Runs something of which no gradient will be asked. */
  public static <T> T withoutGradient(Supplier<T> work) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try {
      return work.get();
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  /**
   * A fresh leaf with the values of {@code array}, attached to the same manager, whose gradient is
   * to be taken.
   */
  public static NDArray leaf(NDArray array) {
    NDArray leaf = array.duplicate();
    leaf.setRequiresGradient(true);
    return leaf;
  }

  /** How many threads one operation may use, for the whole process. */
  public static void setThreads(int threads) {
    Engine.getEngine("PyTorch"); // loads the natives, if this is the first use of them
    JniUtils.setNumThreads(threads);
  }
}
