package dev.nemesis.train;

/**
 * The numbers of one training step of one run.
 *
 * @param ceLoss mean cross-entropy of the batch
 * @param correct images of the batch classified right before the update
 * @param norms before the update: the measure of the run's loss by position, as a rule a p-norm,
 *     summed over its sets of vectors {@code [L]}
 * @param positions the positions PAN tried {@code [N]}
 * @param improved for each of them, whether shrinking it classified strictly more images right
 * @param weights of the norms in this step, before the omega schedule {@code [L]}
 */
public record StepNumbers(
    float ceLoss,
    float correct,
    double[] norms,
    int[] positions,
    boolean[] improved,
    double[] weights) {

  /**
   * The loss on the vectors, before the omega schedule. A norm that is not finite does not count
   * where its weight is zero.
   */
  public double normLoss() {
    double sum = 0;
    for (int j = 0; j < weights.length; j++) {
      sum += weights[j] == 0 ? 0 : weights[j] * norms[j];
    }
    return sum;
  }
}
