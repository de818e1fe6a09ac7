package dev.nemesis.train;

import dev.nemesis.grid.Evaluation;

/** Accuracy and macro F1, as the reference's evaluator counts them. */
public final class Metrics {
  private Metrics() {}

  /** Share of right predictions, in percent. */
  public static double accuracy(int[] predicted, int[] labels) {
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      right += predicted[i] == labels[i] ? 1 : 0;
    }
    return 100.0 * right / labels.length;
  }

  /**
   * Mean over the classes that occur among the labels of the harmonic mean of precision and recall,
   * in percent.
   *
   * @param classes C
   */
  public static double macroF1(int[] predicted, int[] labels, int classes) {
    int[] both = new int[classes];
    int[] truth = new int[classes];
    int[] claimed = new int[classes];
    for (int i = 0; i < labels.length; i++) {
      truth[labels[i]]++;
      if (predicted[i] != TestSet.NO_CLASS) {
        claimed[predicted[i]]++;
      }
      both[labels[i]] += predicted[i] == labels[i] ? 1 : 0;
    }
    double sum = 0;
    int present = 0;
    for (int c = 0; c < classes; c++) {
      if (truth[c] > 0) {
        sum += 2.0 * both[c] / (truth[c] + claimed[c]);
        present++;
      }
    }
    return 100 * sum / present;
  }

  /** Both, as a row of the evaluations. */
  public static Evaluation evaluation(
      String target, String subset, int[] predicted, int[] labels, int classes) {
    return new Evaluation(
        target,
        subset,
        labels.length,
        accuracy(predicted, labels),
        macroF1(predicted, labels, classes));
  }
}
