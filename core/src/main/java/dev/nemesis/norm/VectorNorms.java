package dev.nemesis.norm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.nemesis.grid.Norm;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Rows;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The p-norms of all soft-prompt vectors of a bundle, each cell with its own p; a gradient may flow
 * through them.
 */
public final class VectorNorms {
  private final Map<Norm, NDArray> masks = new EnumMap<>(Norm.class);

  /**
   * Prepares for a bundle.
   *
   * @param manager keeps the masks
   * @param norms the p of each cell, {@code [K]}
   */
  public VectorNorms(NDManager manager, List<Norm> norms) {
    for (Norm norm : norms.stream().distinct().toList()) {
      float[] mask = new float[norms.size()];
      for (int k = 0; k < mask.length; k++) {
        mask[k] = norms.get(k) == norm ? 1 : 0;
      }
      masks.put(norm, OwnedArrays.floats(manager, mask, mask.length, 1, 1));
    }
  }

  /**
   * Norms by position, summed over the sets of vectors a cell has: PLOT's prompts, or the classes.
   *
   * @param contexts {@code [K, V, L, W]}
   * @return {@code [K, L]}
   */
  public NDArray of(NDArray contexts) {
    NDArray norms = ofVectors(contexts);
    return contexts.getShape().get(1) == 1 ? norms.squeeze(1) : norms.sum(new int[] {1});
  }

  private NDArray ofVectors(NDArray contexts) {
    if (masks.size() == 1) {
      return norm(contexts, masks.keySet().iterator().next());
    }
    NDArray sum = null;
    for (Map.Entry<Norm, NDArray> entry : masks.entrySet()) {
      NDArray part =
          norm(contexts, entry.getKey()).mul(Rows.view(contexts.getManager(), entry.getValue()));
      sum = sum == null ? part : sum.add(part);
    }
    return sum;
  }

  private static NDArray norm(NDArray contexts, Norm norm) {
    return switch (norm) {
      case L1 -> contexts.abs().sum(new int[] {3});
      case L2 -> contexts.norm(new int[] {3});
      case LINF -> largest(contexts.abs());
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
