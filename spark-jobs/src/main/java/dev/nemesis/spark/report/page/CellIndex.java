package dev.nemesis.spark.report.page;

import java.util.List;

/**
 * Fields and rows of the list of cells.
 *
 * @param columns names of the fields of a row
 * @param rows in the list's order; the last two fields say where the cell's details lie
 */
record CellIndex(List<String> columns, List<List<Object>> rows) {
  CellIndex {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }
}
