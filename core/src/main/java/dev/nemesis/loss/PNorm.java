package dev.nemesis.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.nemesis.grid.Norm;

/**
 * The p-norm of a vector.
 *
 * @param norm its p
 */
public record PNorm(Norm norm) implements Measure {
  @Override
  public NDArray of(NDArray vectors) {
    return switch (norm) {
      case L1 -> vectors.abs().sum(new int[] {3});
      case L2 -> vectors.norm(new int[] {3});
      case LINF -> largest(vectors.abs());
    };
  }

  /** The largest element; of equally large ones each gets an equal share of the gradient. */
  private static NDArray largest(NDArray magnitudes) {
    int[] elements = {3};
    NDArray without = magnitudes.stopGradient();
    NDArray isLargest = without.eq(without.max(elements, true)).toType(DataType.FLOAT32, false);
    NDArray share = isLargest.div(isLargest.sum(elements, true));
    return magnitudes.mul(share).sum(elements);
  }
}
