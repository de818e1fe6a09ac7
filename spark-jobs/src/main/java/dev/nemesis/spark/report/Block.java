package dev.nemesis.spark.report;

/**
 * One part of the few-shot table, one panel of figure 2: a dataset, or the average over all of
 * them.
 *
 * @param dataset its name; null for the average
 * @param datasets how many datasets a complete entry stands for; 1 unless it is the average
 */
record Block(String dataset, int datasets) {
  /** The heading. */
  String title() {
    return isAverage() ? "Average over " + datasets + " datasets" : dataset;
  }

  /** Whether it is the average over datasets. */
  boolean isAverage() {
    return dataset == null;
  }
}
