package dev.nemesis.spark.report.model;

import java.util.List;

/**
 * One entry of a table.
 *
 * @param mean over seeds, in the table's unit; null where nothing is finished
 * @param std sample standard deviation over seeds; null with fewer than two
 * @param seeds how many seeds are in it
 * @param seedsWanted how many the grid has; as many as {@code seeds} where the entry is whole
 * @param paper the paper's number; null where it has none, as for a grid that is not the paper's
 * @param waitsFor ids of the cells it lacks, failed ones included
 * @param isMixed whether cells were thrown together that differ in a setting the table does not
 *     show
 * @param pHolm p of the paired t test against the same method without a norm loss, by Holm's method
 *     corrected for the number of datasets; null in tables that test nothing
 * @param isBest whether no other whole entry of its block and column is better, at two decimals
 */
public record Entry(
    Double mean,
    Double std,
    long seeds,
    long seedsWanted,
    Double paper,
    List<String> waitsFor,
    boolean isMixed,
    Double pHolm,
    boolean isBest) {
  public Entry {
    waitsFor = List.copyOf(waitsFor);
  }

  /** Whether every cell it is made of is finished. */
  public boolean isWhole() {
    return mean != null && waitsFor.isEmpty();
  }

  /** Ours less the paper's, in the table's unit; null where one of them is missing. */
  public Double difference() {
    return mean == null || paper == null ? null : Double.valueOf(mean - paper);
  }
}
