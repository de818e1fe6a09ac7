package dev.nemesis.spark.compare;

import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.lit;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.error.Nearest;
import dev.nemesis.grid.Setting;
import dev.nemesis.spark.run.GridVersions;
import dev.nemesis.spark.table.OutFolder;
import dev.nemesis.spark.table.Queries;
import dev.nemesis.spark.table.SqlFile;
import dev.nemesis.spark.table.Tables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Two grids: what their results come from, cells by id, and settings by their means over seeds. The
 * queries are in {@code conf/sql/compare}.
 *
 * @param origins in what they come from they differ
 * @param cells of either grid, the largest differences first
 * @param settings that both have
 * @param onlyA how many settings A alone has results of
 * @param onlyB how many settings B alone has results of
 */
public record Comparison(
    List<Origin> origins,
    List<CellDifference> cells,
    List<SettingRow> settings,
    int onlyA,
    int onlyB) {
  /** The first column of settings.sql that is no part of a setting. */
  private static final String AFTER_SETTING = "seeds_a";

  public Comparison {
    origins = List.copyOf(origins);
    cells = List.copyOf(cells);
    settings = List.copyOf(settings);
  }

  /**
   * Compares what two folders hold now.
   *
   * @param ignored parts of a setting in which A and B may differ, as {@code epochs}
   * @throws InputException if there is no such part, or a file of a cell is damaged
   */
  public static Comparison of(
      SparkSession spark, OutFolder a, OutFolder b, Collection<String> ignored) {
    // The queries use each several times; without this, each time opens every cell's file.
    Dataset<Row> resultsA = results(spark, a).persist(StorageLevel.MEMORY_AND_DISK());
    Dataset<Row> resultsB = results(spark, b).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      resultsA.createOrReplaceTempView("results_a");
      resultsB.createOrReplaceTempView("results_b");
      List<Origin> origins = origins(spark);
      List<CellDifference> cells = cells(spark);
      check(ignored, spark.sql(settingsQuery()).columns());
      without(resultsA, ignored).createOrReplaceTempView("results_a");
      without(resultsB, ignored).createOrReplaceTempView("results_b");
      return ofSettings(spark, origins, cells);
    } catch (Exception e) { // Spark's are not declared
      throw Queries.unread("compare " + a.location() + " with " + b.location(), e);
    } finally {
      resultsA.unpersist();
      resultsB.unpersist();
    }
  }

  /** A table keeps to the folder it was made for when the views are made anew for another. */
  private static Dataset<Row> results(SparkSession spark, OutFolder out) {
    Tables.registerFor(spark, out, GridVersions.planned(out), "results");
    return spark.table("results");
  }

  private static void check(Collection<String> ignored, String[] columns) {
    List<String> setting = settingColumns(columns);
    for (String column : ignored) {
      if (!setting.contains(column)) {
        throw InputException.cannot(
            ErrorCode.ARGUMENT,
            "ignore "
                + column
                + Nearest.hint(column, setting)
                + "; give some of "
                + String.join(", ", setting));
      }
    }
  }

  /** The columns of a setting are those that settings declare. */
  private static String settingsQuery() {
    String columns =
        Setting.all().stream()
            .filter(setting -> setting != Setting.SEED)
            .map(Setting::key)
            .collect(joining(", "));
    return SqlFile.COMPARE_SETTINGS.text().replace("{settings}", columns);
  }

  private static List<String> settingColumns(String[] columns) {
    List<String> all = Arrays.asList(columns);
    return all.subList(0, all.indexOf(AFTER_SETTING));
  }

  private static Dataset<Row> without(Dataset<Row> results, Collection<String> ignored) {
    Dataset<Row> rest = results;
    for (String column : ignored) {
      rest = rest.withColumn(column, lit(null).cast(results.schema().apply(column).dataType()));
    }
    return rest;
  }

  private static List<Origin> origins(SparkSession spark) {
    return spark.sql(SqlFile.COMPARE_ORIGINS.text()).collectAsList().stream()
        .map(
            row ->
                new Origin(
                    row.getString(0), row.getString(1), row.getList(2), row.<String>getList(3)))
        .toList();
  }

  private static List<CellDifference> cells(SparkSession spark) {
    return spark.sql(SqlFile.COMPARE_CELLS.text()).collectAsList().stream()
        .map(
            row ->
                new CellDifference(
                    row.getAs("cell_id"),
                    row.getAs("in_a"),
                    row.getAs("in_b"),
                    row.getAs("accuracy_a"),
                    row.getAs("accuracy_b")))
        .toList();
  }

  private static Comparison ofSettings(
      SparkSession spark, List<Origin> origins, List<CellDifference> cells) {
    List<SettingRow> both = new ArrayList<>();
    int onlyA = 0;
    int onlyB = 0;
    for (Row row : spark.sql(settingsQuery()).collectAsList()) {
      if (row.<Long>getAs("seeds_b") == 0) {
        onlyA++;
      } else if (row.<Long>getAs("seeds_a") == 0) {
        onlyB++;
      } else {
        both.add(setting(row));
      }
    }
    double[] corrected =
        Holm.correct(both.stream().mapToDouble(row -> row.difference().p()).toArray());
    for (int i = 0; i < corrected.length; i++) {
      both.set(i, both.get(i).withHolm(corrected[i]));
    }
    return new Comparison(origins, cells, both, onlyA, onlyB);
  }

  private static SettingRow setting(Row row) {
    Map<String, Object> setting = new LinkedHashMap<>();
    for (String column : settingColumns(row.schema().fieldNames())) {
      setting.put(column, row.getAs(column));
    }
    return new SettingRow(
        setting,
        row.getAs("seeds_a"),
        row.getAs("seeds_b"),
        row.getAs("pairs"),
        row.getAs("mean_a"),
        row.getAs("mean_b"),
        Difference.of(
            row.getAs("difference"), row.getAs("standard_error"), row.getAs("degrees_of_freedom")),
        Double.NaN);
  }
}
