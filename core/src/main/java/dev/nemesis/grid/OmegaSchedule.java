package dev.nemesis.grid;

/** How the weight of the norm loss changes over the epochs. */
public enum OmegaSchedule {
  /** {@code 1 - 1/(1+exp(-k (E - maxE/2)))}: near 1 at first, near 0 at the end. */
  LOGISTIC,
  /** 1 throughout. */
  CONSTANT
}
