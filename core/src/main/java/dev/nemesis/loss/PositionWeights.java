package dev.nemesis.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.grid.LossSpec;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Rows;
import java.util.List;

/**
 * The weights of all positions of all runs of a bundle, on the device: what each run's {@link
 * VectorLoss} gives everywhere, and what it gives the positions that a step selects.
 */
public final class PositionWeights {
  private final NDArray everywhere; // [K, L]
  private final NDArray ofSelected; // [K, 1]: shared by those that a step selects
  private final NDArray owners; // [K, M]: 1 where a trial is the run's
  private final NDArray one;

  /**
   * Prepares for a bundle.
   *
   * @param manager keeps the arrays
   * @param losses of the runs {@code [K]}
   * @param ctxLen L
   * @param owners which run each trial of PAN belongs to {@code [M]}
   */
  public PositionWeights(NDManager manager, List<LossSpec> losses, int ctxLen, int[] owners) {
    int runs = losses.size();
    float[] constant = new float[runs * ctxLen];
    float[] shared = new float[runs];
    for (int k = 0; k < runs; k++) {
      VectorLoss.Weights weights = VectorLoss.of(losses.get(k)).weights(losses.get(k), ctxLen);
      for (int j = 0; j < ctxLen; j++) {
        constant[k * ctxLen + j] = (float) weights.everywhere()[j];
      }
      shared[k] = (float) weights.selected();
    }
    float[] owned = new float[runs * owners.length];
    for (int m = 0; m < owners.length; m++) {
      owned[owners[m] * owners.length + m] = 1;
    }
    everywhere = OwnedArrays.floats(manager, constant, runs, ctxLen);
    ofSelected = OwnedArrays.floats(manager, shared, runs, 1);
    this.owners =
        owners.length == 0 ? null : OwnedArrays.floats(manager, owned, runs, owners.length);
    one = OwnedArrays.constant(manager, 1);
  }

  /**
   * Returns the weights of one step, before the omega schedule.
   *
   * @param step keeps them
   * @param tried 1 at the position a trial shrinks, {@code [M, L]}; null without trials
   * @param selected 1 for trials whose position is selected, else 0, {@code [M]}; null likewise
   * @return {@code [K, L]}
   */
  public NDArray of(NDManager step, NDArray tried, NDArray selected) {
    NDArray total = Rows.view(step, everywhere);
    if (owners != null) {
      NDArray chosen = Rows.view(step, owners).matMul(tried.mul(selected.expandDims(1)));
      NDArray share = Rows.view(step, ofSelected).div(chosen.sum(new int[] {1}, true).maximum(one));
      total = total.add(chosen.mul(share));
    }
    return total;
  }
}
