package dev.nemesis.spark.table;

import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CellFailure;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.CorruptionResult;
import dev.nemesis.grid.CostResult;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
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

  /** What the tables are made from; not a table itself. */
  static final String BASE = "cells";

  /** What is beside the cells: the paper's numbers and names, and the datasets. */
  static final List<String> BESIDE = List.of("paper", "titles", "datasets");

  /** What queries about costs are made from, beside their table; views alone. */
  static final List<String> COSTS = List.of("latest_costs", "paper_costs", "cost_ratios");

  /** Names cells as tables do: what all queries of the paper's tables begin with. */
  public static final String NAMED = "named_cells";

  /** What is made from it, and tables from these; views alone. */
  public static final List<String> ENTRIES =
      List.of("few_shot_entries", "low_norm_entries", "pan_means", "step_costs", "training_curves");

  private CellViews() {}

  /** The same without a grid: cells that were not tried are unknown. */
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
    Dataset<Row> cells = files(spark, out, CellFiles.CELLS, "*-a*", CellResult.class);
    cells.createOrReplaceTempView("cell_files");
    spark
        .createDataset(ids(cells), Encoders.STRING())
        .toDF("cell_id")
        .createOrReplaceTempView("done_cells");
    files(spark, out, CellFiles.FAILURES, "*.*", CellFailure.class)
        .createOrReplaceTempView("failure_files");
    files(spark, out, CorruptionFiles.FOLDER, "*-a*.*", CorruptionResult.class)
        .createOrReplaceTempView("corruption_files");
    DescribedCells.of(out, planned).register(spark);
    view(spark, BASE);
    registerTables(spark);
    registerBeside(spark, out);
  }

  /** Makes the tables of a grid, those of its cells from what {@code cells} is by now. */
  static void registerTables(SparkSession spark) {
    TABLES.stream()
        .filter(table -> !table.equals(CostFiles.FOLDER))
        .forEach(table -> view(spark, table));
  }

  /** Makes what is no grid's: timings, the paper's numbers and the datasets. */
  static void registerBeside(SparkSession spark, OutFolder out) {
    files(spark, out, CostFiles.FOLDER, "*", CostResult.class)
        .createOrReplaceTempView("cost_files");
    view(spark, CostFiles.FOLDER);
    PaperNumbers.register(spark);
    FoundDatasets.register(spark, out);
    COSTS.forEach(name -> view(spark, name));
  }

  /** Makes view {@code named_cells} of those there are; planning it takes Spark some time. */
  public static void registerNamed(SparkSession spark) {
    view(spark, NAMED);
  }

  /** Makes the views that are made from {@code named_cells}, which is there. */
  public static void registerEntries(SparkSession spark) {
    ENTRIES.forEach(name -> view(spark, name));
  }

  /** Makes those of both that a query names. */
  public static void registerFor(SparkSession spark, String query) {
    List<String> asked = ENTRIES.stream().filter(query::contains).toList();
    if (!asked.isEmpty() || query.contains(NAMED)) {
      registerNamed(spark);
      asked.forEach(name -> view(spark, name));
    }
  }

  /** Of the cells whose files these are: thousands of files need not be opened to tell. */
  private static List<String> ids(Dataset<Row> files) {
    return Arrays.stream(files.inputFiles())
        .map(file -> CellFiles.CELL.matcher(file.substring(file.lastIndexOf('/') + 1)))
        .filter(Matcher::matches)
        .map(name -> name.group(1))
        .distinct()
        .toList();
  }

  private static Dataset<Row> files(
      SparkSession spark, OutFolder out, String folder, String names, Class<? extends Record> row) {
    StructType schema = RecordSchema.spark(row);
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
