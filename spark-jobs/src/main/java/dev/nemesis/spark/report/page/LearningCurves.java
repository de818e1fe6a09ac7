package dev.nemesis.spark.report.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;

/**
 * Learning curves of a cell over its epochs, each encoded by {@link Series}.
 *
 * @param of how many epochs there were
 * @param shown which of them are here, from 0
 * @param norms one curve a position
 * @param tried how often PAN tried each position, in all epochs
 * @param counts how often each showed the Low-Norm Effect when tried, in all epochs
 */
record LearningCurves(
    int of,
    int[] shown,
    List<Integer> lr,
    List<Integer> omegaFactor,
    List<Integer> ceLoss,
    List<Integer> normLoss,
    List<Integer> trainAccuracy,
    List<Integer> testAccuracy,
    List<List<Integer>> norms,
    long[] tried,
    long[] counts) {
  /** Points of a curve: more would not be told apart, and a page of thousands of cells be large. */
  private static final int EPOCHS = 40;

  private static final int OF_LOSSES = 6;
  private static final int OF_ACCURACIES = 5;
  private static final int OF_NORMS = 4;

  /**
   * Encodes epochs.
   *
   * @param epochs at least one, in order
   */
  static LearningCurves of(List<Row> epochs) {
    int[] shown = Series.thinned(epochs.size(), EPOCHS);
    List<Row> kept = Arrays.stream(shown).mapToObj(epochs::get).toList();
    int length = epochs.get(0).getList(epochs.get(0).fieldIndex("norms")).size();
    return new LearningCurves(
        epochs.size(),
        shown,
        curve(kept, "lr", OF_NORMS),
        curve(kept, "omega_factor", OF_NORMS),
        curve(kept, "ce_loss", OF_LOSSES),
        curve(kept, "norm_loss", OF_LOSSES),
        curve(kept, "train_accuracy", OF_ACCURACIES),
        curve(kept, "test_accuracy", OF_ACCURACIES),
        IntStream.range(0, length)
            .mapToObj(
                position ->
                    curve(kept, row -> row.<Double>getList(row.fieldIndex("norms")).get(position)))
            .toList(),
        sums(epochs, "lne_tried", length),
        sums(epochs, "lne_counts", length));
  }

  private static List<Integer> curve(List<Row> epochs, String column, int digits) {
    return Series.of(values(epochs, row -> row.getAs(column)), digits);
  }

  private static List<Integer> curve(List<Row> epochs, Function<Row, Double> norm) {
    return Series.of(values(epochs, norm), OF_NORMS);
  }

  /** Some may be null. */
  private static List<Double> values(List<Row> epochs, Function<Row, Double> value) {
    List<Double> values = new ArrayList<>();
    epochs.forEach(row -> values.add(value.apply(row)));
    return values;
  }

  private static long[] sums(List<Row> epochs, String column, int length) {
    long[] sums = new long[length];
    for (Row epoch : epochs) {
      List<Integer> counts = epoch.getList(epoch.fieldIndex(column));
      for (int i = 0; i < counts.size(); i++) {
        sums[i] += counts.get(i);
      }
    }
    return sums;
  }
}
