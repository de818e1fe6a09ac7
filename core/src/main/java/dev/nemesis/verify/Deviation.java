package dev.nemesis.verify;

/** How far numbers are from what they should be. */
public final class Deviation {
  private Deviation() {}

  /**
   * The Frobenius norm of the difference over that of what is expected; infinite where there are
   * not as many numbers, or where there should be none but zeros.
   */
  public static double relative(float[] actual, float[] expected) {
    if (actual.length != expected.length) {
      return Double.POSITIVE_INFINITY;
    }
    double difference = 0;
    double size = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow((double) actual[i] - expected[i], 2);
      size += Math.pow(expected[i], 2);
    }
    return over(Math.sqrt(difference), Math.sqrt(size));
  }

  /** Returns the relative deviation of one number, like {@link #relative(float[], float[])}. */
  public static double relative(double actual, double expected) {
    return over(Math.abs(actual - expected), Math.abs(expected));
  }

  /** The largest difference of two numbers at the same place; NaN if one of them is. */
  public static double largest(float[] actual, float[] expected) {
    if (actual.length != expected.length) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs((double) actual[i] - expected[i])); // NaN wins in max
    }
    return largest;
  }

  private static double over(double difference, double size) {
    return difference == 0 ? 0 : difference / size;
  }
}
