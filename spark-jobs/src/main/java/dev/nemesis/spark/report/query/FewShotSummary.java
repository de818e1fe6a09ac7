package dev.nemesis.spark.report.query;

import dev.nemesis.spark.report.model.ReportModel;
import dev.nemesis.spark.report.model.ReportTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The few-shot table that a run ends with, in a fraction of a report's time: the paper's, or, where
 * that leaves cells out, the one of all settings, unless it is long. What neither shows is counted.
 */
public final class FewShotSummary {
  private static final String PAPERS = "table_a5";
  private static final String ALL = "few_shot";

  /** The most lines of a block that is looked over. */
  private static final int MOST_LINES = 15;

  private FewShotSummary() {}

  /**
   * Reads it.
   *
   * @param spark has the views of {@link dev.nemesis.spark.table.CellViews}
   * @param grid the grid's name
   * @return one table at most, whose first block is the summary
   */
  public static ReportModel read(SparkSession spark, String grid) {
    ReportModel papers = ReportReading.read(spark, grid, null, PAPERS::equals);
    List<ReportTable> tables = papers.tables();
    long trained =
        count(spark, "SELECT count(accuracy) AS cells FROM named_cells WHERE status = 'done'");
    long shown = tables.isEmpty() ? 0 : shown(spark, "is_in_table_a5");
    if (shown < trained) {
      ReportTable all = ReportReading.table(spark, ALL);
      if (!all.blocks().isEmpty() && all.blocks().get(0).lines().size() <= MOST_LINES) {
        tables = List.of(all);
        shown = shown(spark, "true");
      }
    }
    List<String> notes = new ArrayList<>(papers.notes());
    if (shown < trained) {
      notes.add(
          "%s %d of %d trained cells: see the tables of 'submit/nemesis report', or table results."
              .formatted(
                  tables.isEmpty() ? "No table here has the" : "Not in this table:",
                  trained - shown,
                  trained));
    }
    return new ReportModel(grid, tables, papers.figures(), notes);
  }

  /** Cells behind the block that comes first, averages before datasets. */
  private static long shown(SparkSession spark, String condition) {
    return count(
        spark,
        "SELECT sum(trained) AS cells FROM few_shot_entries WHERE "
            + condition
            + " GROUP BY dataset_rank, block ORDER BY dataset_rank, block LIMIT 1");
  }

  private static long count(SparkSession spark, String query) {
    List<Row> rows = spark.sql(query).collectAsList();
    return rows.isEmpty() ? 0 : new Answer(rows.get(0)).count("cells");
  }
}
