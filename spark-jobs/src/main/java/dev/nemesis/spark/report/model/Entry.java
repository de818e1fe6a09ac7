package dev.nemesis.spark.report.model;

import java.util.List;

/**
 * One entry of a table.
 *
 * @param mean over seeds, in the table's unit; null where nothing is finished
 * @param std sample standard deviation over seeds or, of a tested entry, half the width of the 95%
 *     interval of {@code mean}; null where there is none, as with one seed
 * @param seeds how many seeds are in it
 * @param seedsWanted how many the grid has; as many as {@code seeds} where the entry is whole
 * @param paper the paper's number; null where it has none, as for a grid that is not the paper's
 * @param waitsFor ids of the cells it lacks, failed ones included
 * @param isMixed whether cells were thrown together that differ in a setting the table does not
 *     show
 * @param test of the mean; null in tables that test nothing
 * @param isBest whether the entry is marked, by the rule that the table's caption states
 */
public record Entry(
    Double mean,
    Double std,
    long seeds,
    long seedsWanted,
    Double paper,
    List<String> waitsFor,
    boolean isMixed,
    PairedTest test,
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
