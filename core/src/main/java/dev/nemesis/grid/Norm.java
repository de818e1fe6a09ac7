package dev.nemesis.grid;

/** The p-norm a soft-prompt vector is measured with (table A7). */
public enum Norm {
  L1,
  L2,
  LINF
}
