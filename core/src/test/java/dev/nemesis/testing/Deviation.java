package dev.nemesis.testing;

/** How far numbers are from what they should be. */
public final class Deviation {
  private Deviation() {}

  /** The Frobenius norm of the difference over that of what is expected. */
  public static double relative(float[] actual, float[] expected) {
    if (actual.length != expected.length) {
      return Double.POSITIVE_INFINITY;
    }
    double difference = 0;
    double size = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow(actual[i] - expected[i], 2);
      size += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / size);
  }
}
