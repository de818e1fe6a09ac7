package dev.nemesis.spark.report.query;

import dev.nemesis.spark.report.model.Entry;
import dev.nemesis.spark.report.model.ReportModel;
import dev.nemesis.spark.report.model.ReportTable;
import dev.nemesis.spark.session.Sessions;
import dev.nemesis.spark.table.SqlFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A test with a small Spark of its own. */
abstract class WithSpark {
  static SparkSession spark;

  @TempDir Path folder;

  @BeforeAll
  static void startSpark() {
    spark = Sessions.open("local[2]", Map.of("spark.sql.shuffle.partitions", "1"));
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  /** What a report of the grid holds, of the tables and figures a test is about. */
  static ReportModel read(FinishedGrid grid, String... ids) {
    grid.registerFor(spark, Arrays.stream(ids).map(id -> new SqlFile(id + ".sql").text()).toList());
    return ReportReading.read(spark, "test", null, Set.of(ids)::contains);
  }

  static ReportTable table(ReportModel model, String id) {
    return model.tables().stream()
        .filter(table -> table.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the report has no " + id));
  }

  static Entry entry(ReportTable table, String block, String row, String column) {
    int index = table.columns().indexOf(column);
    return table.blocks().stream()
        .filter(group -> group.title().equals(block))
        .flatMap(group -> group.lines().stream())
        .filter(line -> line.label().equals(row))
        .map(line -> line.entries().get(index))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no row " + row + " in " + table.blocks()));
  }
}
