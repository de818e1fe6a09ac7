package dev.nemesis.train;

import dev.nemesis.grid.OptimizerSpec;

/**
 * CoOp's schedule: a constant warm-up, then the cosine over all epochs, which counts the warm-up's.
 */
public final class LearningRate {
  private LearningRate() {}

  /**
   * The learning rate of an epoch's steps.
   *
   * @param epoch counted from 0
   */
  public static double at(OptimizerSpec optimizer, int epoch) {
    if (epoch < optimizer.warmupEpochs()) {
      return optimizer.warmupLr();
    }
    int cosineEpoch = epoch - optimizer.warmupEpochs();
    return optimizer.lr() * (1 + Math.cos(Math.PI * cosineEpoch / optimizer.epochs())) / 2;
  }
}
