package dev.nemesis.spark.report.query;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.error.Nearest;
import dev.nemesis.file.RefusedFileException;
import dev.nemesis.file.RegularFile;
import dev.nemesis.spark.report.model.ReportFigure;
import dev.nemesis.spark.report.model.ReportModel;
import dev.nemesis.spark.report.model.ReportTable;
import dev.nemesis.spark.session.Jobs;
import dev.nemesis.spark.table.Queries;
import dev.nemesis.spark.table.SqlFile;
import dev.nemesis.text.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Asks the queries of a report. */
public final class ReportReading {
  private final SparkSession spark;
  private final Path own;

  private ReportReading(SparkSession spark, Path own) {
    this.spark = spark;
    this.own = own;
  }

  /**
   * Reads what the cells of a session's views allow.
   *
   * @param spark has the views of {@link dev.nemesis.spark.table.CellViews}; some of them hold what
   *     was there at this moment from now on
   * @param grid the grid's name
   * @param own a folder with queries of the user's own, which take the place of those of the same
   *     file name; null for none
   * @throws InputException where a query of the user's own is refused by Spark
   */
  public static ReportModel read(SparkSession spark, String grid, Path own) {
    return read(spark, grid, own, id -> true);
  }

  /** Reads the tables and figures whose ids are asked for. */
  static ReportModel read(SparkSession spark, String grid, Path own, Predicate<String> asked) {
    return Jobs.described(
        spark.sparkContext(), "report", () -> new ReportReading(spark, own).model(grid, asked));
  }

  /** One table of {@code conf/sql}, of a session whose small views are there. */
  static ReportTable table(SparkSession spark, String id) {
    TableSpec spec =
        PaperItems.TABLES.stream().filter(table -> table.id().equals(id)).findFirst().orElseThrow();
    return TableReading.of(spec, new ReportReading(spark, null).ask(id));
  }

  /**
   * Makes sure that every query of a user's folder takes the place of one there is.
   *
   * @throws InputException where a file takes none, as one with a misspelt name
   */
  public static void check(Path own) {
    List<String> known =
        Stream.concat(
                PaperItems.TABLES.stream().map(TableSpec::id),
                PaperItems.FIGURES.stream().map(FigureSpec::id))
            .map(id -> id + ".sql")
            .toList();
    try (Stream<Path> files = Files.list(own)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".sql")).toList()) {
        String name = file.getFileName().toString();
        if (!known.contains(name)) {
          throw InputException.cannot(
              ErrorCode.ARGUMENT,
              "use query file %s: no table or figure is made from one of this name%s; give any of %s"
                  .formatted(file, Nearest.hint(name, known), String.join(", ", known)));
        }
      }
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT, "use --sql " + own + "; give a folder with .sql files", e);
    }
  }

  private ReportModel model(String grid, Predicate<String> asked) {
    List<TableSpec> ofTables =
        PaperItems.TABLES.stream().filter(spec -> asked.test(spec.id())).toList();
    List<FigureSpec> ofFigures =
        PaperItems.FIGURES.stream().filter(spec -> asked.test(spec.id())).toList();
    SmallData.share(
        spark,
        Stream.concat(ofTables.stream().map(TableSpec::id), ofFigures.stream().map(FigureSpec::id))
            .map(id -> query(id).text())
            .toList());
    // Small queries are mostly planning, which Spark does in the thread that asks.
    List<ReportTable> tables =
        ofTables.parallelStream()
            .map(spec -> TableReading.of(spec, ask(spec.id())))
            .filter(table -> !table.blocks().isEmpty())
            .toList();
    List<ReportFigure> figures =
        ofFigures.parallelStream()
            .map(spec -> FigureReading.of(spec, ask(spec.id())))
            .filter(figure -> !figure.panels().isEmpty())
            .toList();
    return new ReportModel(grid, Repetitions.leftOut(tables), figures, notes());
  }

  private List<Row> ask(String id) {
    Query query = query(id);
    return Jobs.described(
        spark.sparkContext(), // of this thread, which may be one of a pool's
        "report: " + id,
        () -> Queries.rows(spark, query.name(), query.text()));
  }

  private record Query(String name, String text) {}

  private Query query(String id) {
    SqlFile standard = new SqlFile(id + ".sql");
    Path file = own == null ? null : own.resolve(standard.name());
    if (file == null || !Files.exists(file)) {
      return new Query("conf/sql/" + standard.name(), standard.text());
    }
    try {
      return new Query(
          file.toString(),
          TextFile.decode(
              RegularFile.bytes(file, RegularFile.MOST_TEXT),
              ErrorCode.ARGUMENT,
              "query file " + file));
    } catch (RefusedFileException e) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT, "read query file " + file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT, "read query file " + file + "; give a text file in UTF-8", e);
    }
  }

  /** Returns a note on the cells of earlier versions of the grid; empty if there are none. */
  private Optional<String> earlierCells() {
    long cells =
        spark
            .sql("SELECT count(*) AS cells FROM cells WHERE NOT in_grid")
            .collectAsList()
            .get(0)
            .getLong(0);
    return cells == 0
        ? Optional.empty()
        : Optional.of(
            "%d cells of earlier versions of the grid are not shown: 'submit/nemesis sql --out OUT"
                    .formatted(cells)
                + " \"SELECT * FROM results WHERE NOT in_grid\"' has them.");
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    TreeSet<String> programs = new TreeSet<>();
    long failed = 0;
    long missing = 0;
    for (Row row :
        spark
            .sql("SELECT program, status, count(*) AS cells FROM named_cells GROUP BY ALL")
            .collectAsList()) {
      Answer answer = new Answer(row);
      if (!answer.text("program").isEmpty()) {
        programs.add(answer.text("program"));
      }
      failed += answer.text("status").equals("failed") ? answer.count("cells") : 0;
      missing += answer.text("status").equals("missing") ? answer.count("cells") : 0;
    }
    if (missing > 0) {
      notes.add(
          "%d cells of the grid are not trained yet: 'submit/nemesis run' goes on."
              .formatted(missing));
    }
    if (failed > 0) {
      notes.add("%d cells failed and have no result; table failures says why.".formatted(failed));
    }
    earlierCells().ifPresent(notes::add);
    if (programs.size() > 1) {
      notes.add(
          "The cells were trained by %d program versions: %s."
              .formatted(programs.size(), String.join(", ", programs)));
    }
    return notes;
  }
}
