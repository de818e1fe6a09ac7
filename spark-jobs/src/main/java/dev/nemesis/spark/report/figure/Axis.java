package dev.nemesis.spark.report.figure;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * An axis.
 *
 * @param low where it starts
 * @param high where it ends; greater than {@code low}
 * @param ticks what is written on it, by rising place
 */
record Axis(double low, double high, List<Tick> ticks) {
  private static final double PADDING = 0.05;

  /** A text at a place. */
  record Tick(double at, String text) {}

  /** Values at equal distances, the first at 0, the second at 1. */
  static Axis byRank(double[] values) {
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      ticks.add(new Tick(i, plain(values[i])));
    }
    return new Axis(-0.4, Math.max(values.length, 1) - 0.6, ticks);
  }

  /** A linear axis with a tick at every n-th of few values, so many as there is room for. */
  static Axis atValues(double[] values, int atMost) {
    Axis around = around(DoubleStream.of(values), atMost);
    int stride = (values.length + atMost - 1) / atMost;
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i < values.length; i += stride) {
      ticks.add(new Tick(values[i], plain(values[i])));
    }
    return new Axis(around.low, around.high, ticks);
  }

  /** A linear axis a little longer than the values, with ticks at round ones, at most so many. */
  static Axis around(DoubleStream values, int atMost) {
    double[] finite = values.filter(Double::isFinite).sorted().toArray();
    if (finite.length == 0) {
      return new Axis(0, 1, List.of());
    }
    double least = finite[0];
    double greatest = finite[finite.length - 1];
    double span = greatest - least;
    // One value alone, or values that differ by rounding: they stand in the middle.
    double padding =
        span > 1e-9 * Math.abs(greatest) ? PADDING * span : Math.max(0.05 * Math.abs(least), 0.5);
    double low = least - padding;
    double high = greatest + padding;
    BigDecimal step = step((high - low) / atMost);
    List<Tick> ticks = new ArrayList<>();
    BigDecimal at = BigDecimal.valueOf(low).divide(step, 0, RoundingMode.CEILING).multiply(step);
    while (at.doubleValue() <= high) {
      ticks.add(new Tick(at.doubleValue(), at.setScale(Math.max(0, step.scale())).toPlainString()));
      at = at.add(step);
    }
    return new Axis(low, high, ticks);
  }

  /** The least of 1, 2 and 5 times a power of ten that is no less. */
  private static BigDecimal step(double least) {
    BigDecimal power = BigDecimal.ONE.scaleByPowerOfTen((int) Math.floor(Math.log10(least)));
    for (int times : new int[] {1, 2, 5}) {
      BigDecimal step = power.multiply(BigDecimal.valueOf(times));
      if (step.doubleValue() >= least) {
        return step;
      }
    }
    return power.scaleByPowerOfTen(1);
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
