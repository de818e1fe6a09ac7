package dev.nemesis.spark.notebook;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.spark.run.GridVersions;
import dev.nemesis.spark.session.Sessions;
import dev.nemesis.spark.table.CellViews;
import dev.nemesis.spark.table.CostFiles;
import dev.nemesis.spark.table.OutFolder;
import dev.nemesis.spark.table.Queries;
import dev.nemesis.spark.table.Tables;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Methods that the Java cells of a notebook may call without an import. */
public final class Notebook {
  /** The variable that names an output folder to those who do not want to write it in a cell. */
  static final String OUT = "NEMESIS_OUT";

  private static final String CONTENT =
      """
      SELECT method, loss, count(*) AS cells, count_if(status = 'failed') AS failed,
             size(collect_set(dataset)) AS datasets, array_sort(collect_set(shots)) AS shots,
             size(collect_set(seed)) AS seeds
      FROM results GROUP BY method, loss ORDER BY method, loss
      """;

  private Notebook() {}

  /**
   * Opens the output folder that the environment's {@code NEMESIS_OUT} names.
   *
   * @return as {@link #open(String)}
   * @throws InputException if it names none
   */
  public static Dataset<Row> open() {
    String folder = System.getenv(OUT);
    if (folder == null || folder.isBlank()) {
      throw InputException.cannot(
          ErrorCode.OUTPUT,
          "open an output folder: the environment's "
              + OUT
              + " names none; write which in the cell, open(\"DIR\")");
    }
    return open(folder);
  }

  /**
   * Makes the tables {@code results}, {@code epochs}, ... those of an output folder, as it is now;
   * of a grid that still runs, what is finished.
   *
   * @param folder a path, seen from the notebook's own folder, or a URI
   * @return which cells it has
   * @throws InputException if it is no output folder of this program
   */
  public static Dataset<Row> open(String folder) {
    OutFolder out = OutFolder.at(folder, Sessions.hadoop());
    if (!CostFiles.areIn(out)) {
      GridVersions.manifest(out);
    }
    SparkSession spark = SparkSession.active();
    // Spark takes a folder that has grown for the same, and would answer with what it kept of it.
    spark.catalog().clearCache();
    Tables.register(spark, out, GridVersions.planned(out));
    return sql(CONTENT);
  }

  /**
   * The answer to a query over the tables, to go on with.
   *
   * @throws InputException if Spark does not accept it, as where no output folder is open yet
   */
  public static Dataset<Row> sql(String query) {
    SparkSession spark = SparkSession.active();
    boolean open = spark.catalog().tableExists(CellViews.TABLES.get(0));
    if (open) {
      CellViews.registerFor(spark, query);
    }
    try {
      return Queries.ask(spark, query);
    } catch (InputException e) {
      if (open) {
        throw e;
      }
      throw InputException.cannot(
          ErrorCode.OUTPUT,
          "run this query: no output folder is open; run open() or open(\"DIR\") in a cell before",
          e);
    }
  }
}
