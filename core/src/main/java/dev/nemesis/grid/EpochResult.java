package dev.nemesis.grid;

import java.util.List;

/**
 * One epoch of one cell.
 *
 * @param epoch counted from 0
 * @param lr learning rate of its steps
 * @param omegaFactor the schedule's factor on the norm loss
 * @param ceLoss mean cross-entropy over its steps
 * @param normLoss mean norm loss over its steps, before the schedule's factor
 * @param trainAccuracy share of images classified right in training, in percent
 * @param testAccuracy on the test split after the epoch's last step, in percent; null where it was
 *     not measured (CoCoOp, but for the last epoch: it takes a prompt per image)
 * @param norms l2 norm of each position after the last step, {@code [L]}; with several sets of
 *     vectors (prompts, classes) their mean
 * @param lneTried how often PAN tried each position in this epoch, {@code [L]}
 * @param lneCounts how often shrinking the position classified strictly more of the batch right
 *     (the Low-Norm Effect), {@code [L]}
 */
public record EpochResult(
    int epoch,
    double lr,
    double omegaFactor,
    double ceLoss,
    double normLoss,
    double trainAccuracy,
    Double testAccuracy,
    List<Double> norms,
    List<Integer> lneTried,
    List<Integer> lneCounts) {
  public EpochResult {
    norms = List.copyOf(norms);
    lneTried = List.copyOf(lneTried);
    lneCounts = List.copyOf(lneCounts);
  }
}
