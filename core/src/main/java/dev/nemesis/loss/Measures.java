package dev.nemesis.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Rows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The measures of all context vectors of a bundle, each run with its own. */
public final class Measures {
  private final Map<Measure, NDArray> masks = new LinkedHashMap<>();

  /**
   * Prepares for a bundle.
   *
   * @param manager keeps the masks
   * @param measures of each run, {@code [K]}
   */
  public Measures(NDManager manager, List<Measure> measures) {
    for (Measure measure : measures.stream().distinct().toList()) {
      float[] mask = new float[measures.size()];
      for (int k = 0; k < mask.length; k++) {
        mask[k] = measures.get(k).equals(measure) ? 1 : 0;
      }
      masks.put(measure, OwnedArrays.floats(manager, mask, mask.length, 1, 1));
    }
  }

  /**
   * Measures by position, summed over the sets of vectors a run has: PLOT's prompts, or the
   * classes.
   *
   * @param vectors {@code [K, V, L, W]}
   * @return {@code [K, L]}
   */
  public NDArray of(NDArray vectors) {
    NDArray measured = ofVectors(vectors);
    return vectors.getShape().get(1) == 1 ? measured.squeeze(1) : measured.sum(new int[] {1});
  }

  private NDArray ofVectors(NDArray vectors) {
    if (masks.size() == 1) {
      return masks.keySet().iterator().next().of(vectors);
    }
    NDArray sum = null;
    for (Map.Entry<Measure, NDArray> entry : masks.entrySet()) {
      NDArray mask = Rows.view(vectors.getManager(), entry.getValue());
      NDArray part = entry.getKey().of(vectors).mul(mask);
      sum = sum == null ? part : sum.add(part);
    }
    return sum;
  }
}
