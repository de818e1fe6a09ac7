package dev.nemesis.spark.compare;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * The difference of two means and how sure it is, by Student's t distribution.
 *
 * @param estimate B - A
 * @param low of its 95% interval; NaN where it has none, as {@code high} and {@code p}
 * @param high of its 95% interval
 * @param p the probability, if there were no difference, of one as large in either direction
 */
record Difference(double estimate, double low, double high, double p) {
  /**
   * A standard error below this is none: accuracies are in percent, and of a few images, so that
   * seeds that differ by the same number of images would else seem to be certain.
   */
  private static final double NO_SPREAD = 1e-9;

  private static final double UPPER = 0.975;

  /**
   * Tests a difference.
   *
   * @param standardError of the estimate; null where one seed tells nothing of it
   * @param degreesOfFreedom above 0; null where {@code standardError} is, or is 0
   */
  static Difference of(double estimate, Double standardError, Double degreesOfFreedom) {
    if (standardError == null) {
      return new Difference(estimate, Double.NaN, Double.NaN, Double.NaN);
    }
    if (standardError < NO_SPREAD) {
      return Math.abs(estimate) < NO_SPREAD
          ? new Difference(estimate, estimate, estimate, 1)
          : new Difference(estimate, Double.NaN, Double.NaN, Double.NaN);
    }
    TDistribution t = new TDistribution(degreesOfFreedom);
    double half = t.inverseCumulativeProbability(UPPER) * standardError;
    double p = 2 * t.cumulativeProbability(-Math.abs(estimate) / standardError);
    return new Difference(estimate, estimate - half, estimate + half, p);
  }

  /** Whether there was something to test it by. */
  boolean isTested() {
    return !Double.isNaN(p);
  }
}
