package dev.nemesis.spark.export;

import static org.apache.spark.sql.functions.col;

import dev.nemesis.spark.table.CellViews;
import dev.nemesis.spark.table.Queries;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The tables as plain files, one each: {@code results.csv} and so on. */
public final class TableExport {
  private static final String CELL_ID = "cell_id";

  private TableExport() {}

  /**
   * Writes every table.
   *
   * @param spark a session that has the tables' views
   * @param cells ids of the cells to write; empty for all. A table without cells, {@code costs}, is
   *     written whole
   * @return rows by the file's name
   * @throws dev.nemesis.error.InputException if a file of a cell is damaged
   */
  public static Map<String, Long> write(
      SparkSession spark, Optional<Collection<String>> cells, TextFormat format, ExportFolder to)
      throws IOException {
    Map<String, Long> written = new LinkedHashMap<>();
    for (String table : CellViews.TABLES) {
      String file = table + format.suffix();
      try (Writer writer =
          new BufferedWriter(new OutputStreamWriter(to.create(file), StandardCharsets.UTF_8))) {
        written.put(file, format.write(rows(spark.table(table), cells), writer));
      } catch (IOException | UncheckedIOException e) {
        throw e;
      } catch (Exception e) { // Spark's are not declared
        throw Queries.unread("export table " + table, e);
      }
    }
    return written;
  }

  private static Dataset<Row> rows(Dataset<Row> table, Optional<Collection<String>> cells) {
    boolean ofCells = Arrays.asList(table.columns()).contains(CELL_ID);
    return ofCells && cells.isPresent()
        ? table.where(col(CELL_ID).isInCollection(cells.get()))
        : table;
  }
}
