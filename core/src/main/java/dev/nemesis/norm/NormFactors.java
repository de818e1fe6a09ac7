package dev.nemesis.norm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.grid.LossSpec;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Rows;
import java.util.List;

/**
 * The weight of each position's norm in the total loss of each run of a bundle, on the device:
 * {@link NormWeights} times the omega schedule, mixed by beta.
 */
public final class NormFactors {
  private final NDArray pun; // [K, L]: beta x omega / L
  private final NDArray pan; // [K, 1]: (1 - beta) x omega
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
  public NormFactors(NDManager manager, List<LossSpec> losses, int ctxLen, int[] owners) {
    int runs = losses.size();
    float[] ofPun = new float[runs * ctxLen];
    float[] ofPan = new float[runs];
    for (int k = 0; k < runs; k++) {
      LossSpec loss = losses.get(k);
      for (int j = 0; j < ctxLen; j++) {
        ofPun[k * ctxLen + j] = loss.usesPun() ? (float) (loss.beta() * loss.omega() / ctxLen) : 0;
      }
      ofPan[k] = loss.usesPan() ? (float) ((1 - loss.beta()) * loss.omegaOfPan()) : 0;
    }
    float[] owned = new float[runs * owners.length];
    for (int m = 0; m < owners.length; m++) {
      owned[owners[m] * owners.length + m] = 1;
    }
    pun = OwnedArrays.floats(manager, ofPun, runs, ctxLen);
    pan = OwnedArrays.floats(manager, ofPan, runs, 1);
    this.owners =
        owners.length == 0 ? null : OwnedArrays.floats(manager, owned, runs, owners.length);
    one = OwnedArrays.constant(manager, 1);
  }

  /**
   * Computes the factors of one step.
   *
   * @param schedule the omega schedule's factor in this epoch {@code [K, 1]}, in the step's manager
   * @param tried 1 at the position a trial shrinks, {@code [M, L]}; null without trials
   * @param selected 1 for trials whose position is selected, else 0, {@code [M]}; null likewise
   * @return {@code [K, L]}
   */
  public NDArray of(NDArray schedule, NDArray tried, NDArray selected) {
    NDManager step = schedule.getManager();
    NDArray total = Rows.view(step, pun);
    if (owners != null) {
      NDArray chosen = Rows.view(step, owners).matMul(tried.mul(selected.expandDims(1)));
      NDArray share = Rows.view(step, pan).div(chosen.sum(new int[] {1}, true).maximum(one));
      total = total.add(chosen.mul(share));
    }
    return total.mul(schedule);
  }
}
