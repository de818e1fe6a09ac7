package dev.nemesis.loss;

import dev.nemesis.grid.LossSpec;
import dev.nemesis.grid.OmegaSchedule;

/** How much of omega counts in an epoch (section 3.2 of the paper). */
public final class OmegaFactor {
  private OmegaFactor() {}

  /**
   * The factor on the norm loss.
   *
   * @param epoch E, counted from 0
   * @param epochs maxE
   * @return {@code 1 - 1/(1+exp(-k (E - maxE/2)))}, or 1 where the schedule is constant
   */
  public static double at(LossSpec loss, int epoch, int epochs) {
    if (loss.schedule() == OmegaSchedule.CONSTANT) {
      return 1;
    }
    return 1 - 1 / (1 + Math.exp(-loss.k() * (epoch - epochs / 2.0)));
  }
}
