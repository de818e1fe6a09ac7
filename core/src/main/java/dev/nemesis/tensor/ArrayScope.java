package dev.nemesis.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.UnaryOperator;

/**
 * A piece of a pass, a layer say. DJL keeps every array until its manager closes, so a whole pass
 * would keep what each of its layers made on the way; a piece keeps its result alone. Where a
 * gradient is asked, autograd itself holds what it needs.
 */
public final class ArrayScope {
  private ArrayScope() {}

  /**
   * Runs a piece and lets go of all it made but the result.
   *
   * @param x its input, which is closed too
   * @param piece to be done with it; may return it as it is
   * @return the result, in the manager in which {@code x} was
   */
  public static NDArray of(NDArray x, UnaryOperator<NDArray> piece) {
    NDManager pass = x.getManager();
    try (NDManager scratch = pass.newSubManager()) {
      x.attach(scratch);
      NDArray result = piece.apply(x);
      result.attach(pass);
      return result;
    }
  }
}
