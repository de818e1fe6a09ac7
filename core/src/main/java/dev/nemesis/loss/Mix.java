package dev.nemesis.loss;

import dev.nemesis.grid.LossSpec;

/** Both: {@code beta x PUN + (1 - beta) x PAN}. */
public final class Mix implements VectorLoss {
  @Override
  public String name() {
    return "mix";
  }

  @Override
  public String title() {
    return "PUN + PAN";
  }

  @Override
  public boolean triesPositions() {
    return true;
  }

  @Override
  public Weights weights(LossSpec loss, int length) {
    return new Weights(
        new Pun().weights(loss, length).everywhere(), new Pan().weights(loss, length).selected());
  }
}
