package dev.nemesis.grid;

/**
 * SGD with a cosine schedule over all epochs after a constant warm-up that the cosine counts.
 *
 * @param epochs at least 1
 * @param batchSize images a step, at least 1; the last incomplete batch is dropped when there is a
 *     full one
 * @param lr peak learning rate (CoOp: 0.002)
 * @param momentum in [0, 1), no dampening, no Nesterov (CoOp: 0.9)
 * @param weightDecay at least 0 (CoOp: 5e-4)
 * @param warmupEpochs epochs at {@code warmupLr} (CoOp: 1)
 * @param warmupLr CoOp: 1e-5
 */
public record OptimizerSpec(
    int epochs,
    int batchSize,
    double lr,
    double momentum,
    double weightDecay,
    int warmupEpochs,
    double warmupLr) {}
