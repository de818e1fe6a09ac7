package dev.nemesis.spark.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A curve in few characters: whole numbers, each told as what it adds to the one before, for
 * neighbours are alike and what is left compresses well.
 */
final class Series {
  private Series() {}

  /**
   * Encodes values.
   *
   * @param digits how many the largest has; the others have as many decimals as it
   * @return the exponent of ten that the whole numbers are to be multiplied by, then the steps from
   *     each value to the next, the first from 0; null stays null, as does what is no finite number
   */
  static List<Integer> of(List<Double> values, int digits) {
    double largest =
        values.stream().filter(Series::isNumber).mapToDouble(Math::abs).max().orElse(0);
    int exponent = largest == 0 ? 0 : (int) Math.floor(Math.log10(largest)) + 1 - digits;
    double unit = Math.pow(10, -exponent);
    List<Integer> encoded = new ArrayList<>();
    encoded.add(exponent);
    int before = 0;
    for (Double value : values) {
      if (!isNumber(value)) {
        encoded.add(null);
        continue;
      }
      int now = (int) Math.round(value * unit);
      encoded.add(now - before);
      before = now;
    }
    return encoded;
  }

  private static boolean isNumber(Double value) {
    return value != null && Double.isFinite(value);
  }

  /**
   * Which of many to keep: at most {@code most}, the first and the last among them, at about equal
   * distances.
   */
  static int[] thinned(int size, int most) {
    if (size <= most) {
      return IntStream.range(0, size).toArray();
    }
    return IntStream.range(0, most)
        .map(i -> (int) Math.round(i * (size - 1.0) / (most - 1)))
        .toArray();
  }
}
