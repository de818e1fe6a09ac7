package dev.nemesis.spark.report.query;

/**
 * Specification of a table, whose numbers are the answer to {@code conf/sql/<id>.sql}.
 *
 * @param id names its query and its files
 * @param number its number in the paper; empty for a table that is not the paper's
 * @param title what it shows, one line
 * @param caption what a reader has to know of its numbers, in sentences
 * @param unit of its entries
 * @param decimals digits after the point
 * @param rowHeader what its rows are
 * @param columnHeader what its columns are
 * @param hasBest whether the greatest of a column is the best
 */
record TableSpec(
    String id,
    String number,
    String title,
    String caption,
    String unit,
    int decimals,
    String rowHeader,
    String columnHeader,
    boolean hasBest) {

  static TableSpec ofAccuracy(
      String id, String number, String title, String caption, String rows, String columns) {
    return new TableSpec(id, number, title, caption, "%", 2, rows, columns, true);
  }
}
