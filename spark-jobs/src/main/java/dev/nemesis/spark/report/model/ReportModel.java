package dev.nemesis.spark.report.model;

import java.util.List;

/**
 * A whole report.
 *
 * @param grid the grid's name
 * @param tables the paper's tables in its order, then others; those without any cell are not here
 * @param figures likewise
 * @param notes what concerns all of it, as cells of two program versions, a sentence each
 */
public record ReportModel(
    String grid, List<ReportTable> tables, List<ReportFigure> figures, List<String> notes) {
  public ReportModel {
    tables = List.copyOf(tables);
    figures = List.copyOf(figures);
    notes = List.copyOf(notes);
  }
}
