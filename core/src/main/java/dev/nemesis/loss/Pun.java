package dev.nemesis.loss;

import dev.nemesis.grid.LossSpec;

/** Position-uniform normalization (section 3.2): omega, shared by all positions. */
public final class Pun implements VectorLoss {
  @Override
  public String name() {
    return "pun";
  }

  @Override
  public String title() {
    return "PUN";
  }

  @Override
  public Weights weights(LossSpec loss, int length) {
    return Weights.even(length, loss.beta() * loss.omega() / length);
  }
}
