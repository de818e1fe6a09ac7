package dev.nemesis.spark.table;

import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CellFailure;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.CorruptionResult;
import dev.nemesis.grid.CostResult;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The tables as views over the files of finished cells, each cell's latest good attempt: always
 * right, whatever is being written. Their SQL is in {@code conf/sql/views}.
 */
public final class CellViews {
  /** The tables, in the order in which their views build upon one another. */
  public static final List<String> TABLES =
      List.of(
          "planned",
          "results",
          "epochs",
          "evaluations",
          "corruptions",
          "prompts",
          CostFiles.FOLDER,
          "failures");

  /** View from which the tables are made; not a table itself. */
  static final String BASE = "cells";

  /** View of the files of cells, whatever version wrote them. */
  static final String FILES = "cell_files";

  /** Views beside the cells: the paper's numbers and names, and the datasets. */
  static final List<String> BESIDE = List.of("paper", "titles", "datasets");

  /** Views for queries about costs, beside the table of costs; never stored as tables. */
  static final List<String> COSTS = List.of("latest_costs", "paper_costs", "cost_ratios");

  /** Names cells as tables do: what all queries of the paper's tables begin with. */
  public static final String NAMED = "named_cells";

  /** Views between {@link #NAMED} and the paper's tables; never stored as tables. */
  public static final List<String> ENTRIES =
      List.of("few_shot_entries", "low_norm_entries", "pan_means", "step_costs", "training_curves");

  private CellViews() {}

  /** The tables of a folder whose grid is unknown: all that it holds counts as the grid's. */
  public static void register(SparkSession spark, OutFolder out) {
    register(spark, out, Map.of());
  }

  /**
   * Makes (or makes anew) the views {@code planned}, {@code results}, {@code epochs}, {@code
   * evaluations}, {@code corruptions}, {@code prompts}, {@code costs} and {@code failures} over
   * what the folder holds now. A folder without any finished cell gives empty views with the same
   * columns.
   *
   * @param planned the grid's cells by their ids, for {@code planned} to show those not tried yet
   */
  public static void register(SparkSession spark, OutFolder out, Map<String, Cell> planned) {
    overFiles(spark, out, planned).makeAll();
  }

  /** Definitions of all tables over the files of results. */
  static ViewDefinitions overFiles(SparkSession spark, OutFolder out, Map<String, Cell> planned) {
    ViewDefinitions views =
        new ViewDefinitions()
            .add(
                "stored_cell_files",
                () ->
                    files(
                            spark,
                            out,
                            CellFiles.CELLS,
                            "*-a*",
                            CellResult.class,
                            EarlierLearned.class)
                        .createOrReplaceTempView("stored_cell_files"))
            .add(
                "done_cells",
                () ->
                    spark
                        .createDataset(List.copyOf(CellFiles.done(out).keySet()), Encoders.STRING())
                        .toDF("cell_id")
                        .createOrReplaceTempView("done_cells"))
            .add(
                "failure_files",
                () ->
                    files(spark, out, CellFiles.FAILURES, "*.*", CellFailure.class)
                        .createOrReplaceTempView("failure_files"))
            .add("described_cells", () -> DescribedCells.of(out, planned).register(spark));
    addView(views, spark, FILES);
    addView(views, spark, BASE);
    TABLES.stream()
        .filter(table -> !table.equals(CostFiles.FOLDER))
        .forEach(table -> addTable(views, spark, out, table));
    addBeside(views, spark, out);
    return views;
  }

  /** Adds what is made from {@code cells} and a folder of its own. */
  private static void addTable(
      ViewDefinitions views, SparkSession spark, OutFolder out, String table) {
    if (table.equals(CorruptionFiles.FOLDER)) {
      views.add(
          "corruption_files",
          () ->
              files(spark, out, CorruptionFiles.FOLDER, "*-a*.*", CorruptionResult.class)
                  .createOrReplaceTempView("corruption_files"));
    }
    addView(views, spark, table);
  }

  /** Makes the tables of a grid, those of its cells from what {@code cells} is by now. */
  static void registerTables(SparkSession spark) {
    TABLES.stream()
        .filter(table -> !table.equals(CostFiles.FOLDER))
        .forEach(table -> view(spark, table));
  }

  /** Adds what is no grid's: timings, the paper's numbers and the datasets. */
  static void addBeside(ViewDefinitions views, SparkSession spark, OutFolder out) {
    views.add(
        "cost_files",
        () ->
            files(spark, out, CostFiles.FOLDER, "*", CostResult.class)
                .createOrReplaceTempView("cost_files"));
    addView(views, spark, CostFiles.FOLDER);
    views
        .add("paper", () -> PaperNumbers.register(spark))
        .add("titles", () -> FoundDatasets.registerTitles(spark, out))
        .add("datasets", () -> FoundDatasets.register(spark, out))
        .add(StudentT.P, () -> StudentT.registerP(spark))
        .add(StudentT.QUANTILE, () -> StudentT.registerQuantile(spark));
    COSTS.forEach(name -> addView(views, spark, name));
  }

  /** Adds {@code named_cells} and what is made from it. */
  static void addNamed(ViewDefinitions views, SparkSession spark) {
    addView(views, spark, NAMED);
    ENTRIES.forEach(name -> addView(views, spark, name));
  }

  private static void addView(ViewDefinitions views, SparkSession spark, String name) {
    views.add(name, SqlFile.view(name).text(), () -> view(spark, name));
  }

  /** Makes view {@code named_cells} of those there are; planning it takes Spark some time. */
  public static void registerNamed(SparkSession spark) {
    view(spark, NAMED);
  }

  /**
   * Makes those views that are made from {@code named_cells}, which is there, and that queries
   * name.
   *
   * @return their names
   */
  public static List<String> registerEntries(SparkSession spark, List<String> queries) {
    List<String> named =
        ENTRIES.stream()
            .filter(name -> queries.stream().anyMatch(query -> query.contains(name)))
            .toList();
    named.forEach(name -> view(spark, name));
    return named;
  }

  /** Makes those of both that a query names, in a session that has all other views. */
  public static void registerFor(SparkSession spark, String query) {
    if (query.contains(NAMED) || ENTRIES.stream().anyMatch(query::contains)) {
      registerNamed(spark);
      registerEntries(spark, List.of(query));
    }
  }

  private static Dataset<Row> files(
      SparkSession spark, OutFolder out, String folder, String names, Class<?>... columns) {
    StructType schema = RecordSchema.spark(columns);
    // By their names, for somebody may have put other files there; and one may be moved aside, with
    // the damaged ones, between being listed and being read.
    return out.names(folder).stream().noneMatch(name -> name.endsWith(CellFiles.SUFFIX))
        ? spark.createDataFrame(List.of(), schema)
        : spark
            .read()
            .schema(schema)
            .option("pathGlobFilter", names + CellFiles.SUFFIX)
            .option("ignoreMissingFiles", true)
            .option(Tables.GLOBBED, false)
            .parquet(out.uri(folder));
  }

  private static void view(SparkSession spark, String name) {
    spark.sql(SqlFile.view(name).text()).createOrReplaceTempView(name);
  }
}
