package dev.nemesis.spark.compare;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's correction of p values for having tested many: whatever is true, the chance that one of
 * the corrected is below 5% without reason is at most 5%.
 */
final class Holm {
  private Holm() {}

  /**
   * Corrects p values, each in its place.
   *
   * @param p NaN where nothing was tested, which counts for nothing and stays
   */
  static double[] correct(double[] p) {
    int[] rising =
        IntStream.range(0, p.length)
            .filter(i -> !Double.isNaN(p[i]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] corrected = new double[p.length];
    Arrays.fill(corrected, Double.NaN);
    double least = 0;
    for (int rank = 0; rank < rising.length; rank++) {
      double times = p[rising[rank]] * (rising.length - rank);
      least = Math.max(least, Math.min(1, times));
      corrected[rising[rank]] = least;
    }
    return corrected;
  }
}
