package dev.nemesis.loss;

import dev.nemesis.grid.LossSpec;

/** No loss on the vectors: cross-entropy alone. */
public final class None implements VectorLoss {
  @Override
  public String name() {
    return "none";
  }

  @Override
  public String title() {
    return "";
  }

  @Override
  public Weights weights(LossSpec loss, int length) {
    return Weights.even(length, 0);
  }
}
