package dev.nemesis.loss;

import dev.nemesis.grid.LossSpec;

/**
 * Position-aware normalization (section 3.2): omega, shared by the positions where shrinking the
 * vector classified strictly more of the batch right.
 */
public final class Pan implements VectorLoss {
  @Override
  public String name() {
    return "pan";
  }

  @Override
  public String title() {
    return "PAN";
  }

  @Override
  public boolean triesPositions() {
    return true;
  }

  @Override
  public Weights weights(LossSpec loss, int length) {
    return new Weights(new double[length], (1 - loss.beta()) * loss.omegaOfPan());
  }
}
