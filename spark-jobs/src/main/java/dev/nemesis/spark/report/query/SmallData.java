package dev.nemesis.spark.report.query;

import dev.nemesis.spark.session.Jobs;
import dev.nemesis.spark.table.CellViews;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/** Makes Spark quick at what a report is: many queries, each over a few thousand rows. */
final class SmallData {
  /** Spark settings for small data, where compilation and tiny tasks cost more than they save. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.sql.shuffle.partitions", "2",
          "spark.sql.codegen.wholeStage", "false",
          "spark.sql.codegen.factoryMode", "NO_CODEGEN",
          "spark.sql.adaptive.enabled", "false");

  /** Tables that several queries join with {@code named_cells}. */
  private static final List<String> TABLES = List.of("evaluations", "corruptions");

  private SmallData() {}

  /**
   * Reads cells' files once where they are many, and computes once what several queries are made
   * from: {@code named_cells}, and those views more that are named by some. These hold from now on
   * what was there at this moment; the session's cache holds the cells until it is cleared.
   */
  static void share(SparkSession spark, List<String> queries) {
    Dataset<Row> cells = spark.table("cells");
    if (cells.inputFiles().length > 1) {
      // Thousands of files: the one query here that is worth compiling.
      Jobs.described(
          spark.sparkContext(),
          "report: cells",
          () -> cells.persist(StorageLevel.MEMORY_AND_DISK()).count());
    }
    SETTINGS.forEach((key, value) -> spark.conf().set(key, value));
    CellViews.registerNamed(spark);
    keep(spark, CellViews.NAMED);
    TABLES.parallelStream()
        .filter(table -> queries.stream().anyMatch(query -> query.contains(table)))
        .forEach(table -> keep(spark, table));
    // What they are planned over is by now a list of rows.
    CellViews.registerEntries(spark, queries).parallelStream().forEach(view -> keep(spark, view));
  }

  private static void keep(SparkSession spark, String view) {
    Jobs.described(
            spark.sparkContext(),
            "report: " + view,
            () -> spark.table(view).coalesce(2).localCheckpoint(true))
        .createOrReplaceTempView(view);
  }
}
