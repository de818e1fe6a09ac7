package dev.nemesis.grid;

import java.util.List;

/**
 * The corruption sweep of one finished cell: the one row of its Parquet file.
 *
 * @param cellId whose prompt was corrupted
 * @param attempt which attempt at that cell
 * @param noise what the strength of replacing noise means: {@code variance} or {@code std}
 * @param rows one a corruption
 * @param provenance what it came from
 */
public record CorruptionResult(
    String cellId, int attempt, String noise, List<CorruptionRow> rows, Provenance provenance) {
  public CorruptionResult {
    rows = List.copyOf(rows);
  }
}
