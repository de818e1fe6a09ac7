package dev.nemesis.bench;

import java.util.Arrays;

/** The middle of some measurements. */
final class Medians {
  private Medians() {}

  /** The middle value, or the mean of the two in the middle; in any order, at least one. */
  static double of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
