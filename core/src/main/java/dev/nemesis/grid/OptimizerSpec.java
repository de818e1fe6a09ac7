package dev.nemesis.grid;

/**
 * SGD with a cosine schedule over all epochs after a constant warm-up that the cosine counts.
 *
 * @param epochs at least 1
 * @param batchSize images a step, at least 1; the last incomplete batch is dropped when there is a
 *     full one
 * @param lr peak learning rate (CoOp: 0.002)
 * @param momentum in [0, 1), no dampening (CoOp: 0.9)
 * @param weightDecay at least 0 (CoOp: 5e-4)
 * @param warmupEpochs epochs at {@code warmupLr} (CoOp: 1)
 * @param warmupLr CoOp: 1e-5
 * @param nesterov whether a step looks ahead by the momentum; null is false, so that cells older
 *     than the choice keep their ids
 */
public record OptimizerSpec(
    int epochs,
    int batchSize,
    double lr,
    double momentum,
    double weightDecay,
    int warmupEpochs,
    double warmupLr,
    Boolean nesterov) {
  public OptimizerSpec {
    nesterov = Boolean.TRUE.equals(nesterov) ? Boolean.TRUE : null;
  }

  /** CoOp's SGD, which does not look ahead. */
  public OptimizerSpec(
      int epochs,
      int batchSize,
      double lr,
      double momentum,
      double weightDecay,
      int warmupEpochs,
      double warmupLr) {
    this(epochs, batchSize, lr, momentum, weightDecay, warmupEpochs, warmupLr, null);
  }

  /** Whether a step looks ahead by the momentum. */
  public boolean usesNesterov() {
    return nesterov != null;
  }
}
