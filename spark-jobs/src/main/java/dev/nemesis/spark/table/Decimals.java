package dev.nemesis.spark.table;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as a reader sees them, to a number of digits after the point; zero has no sign. */
public final class Decimals {
  private Decimals() {}

  /** A finite number as it is shown: half away from zero. */
  public static BigDecimal rounded(double value, int digits) {
    return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP);
  }

  /** {@code 12.50}; {@code 0.00} also of what is a little less than 0. */
  public static String fixed(double value, int digits) {
    return Double.isFinite(value)
        ? rounded(value, digits).toPlainString() // a BigDecimal knows no negative zero
        : String.valueOf(value);
  }

  /** Formats a number as {@link #fixed} does, with a sign unless it is shown as zero. */
  public static String signed(double value, int digits) {
    boolean isAbove =
        value > 0 && (Double.isInfinite(value) || rounded(value, digits).signum() > 0);
    return (isAbove ? "+" : "") + fixed(value, digits);
  }
}
