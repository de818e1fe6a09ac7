package dev.nemesis.spark.report;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.spark.report.figure.FigureImage;
import dev.nemesis.spark.report.figure.FigureStyle;
import dev.nemesis.spark.report.model.ReportFigure;
import dev.nemesis.spark.report.model.ReportModel;
import dev.nemesis.spark.report.model.ReportTable;
import dev.nemesis.spark.report.page.PageKind;
import dev.nemesis.spark.report.page.ReportPage;
import dev.nemesis.spark.report.query.FewShotSummary;
import dev.nemesis.spark.report.query.ReportReading;
import dev.nemesis.spark.report.text.CsvTable;
import dev.nemesis.spark.report.text.LatexDocument;
import dev.nemesis.spark.report.text.LatexTable;
import dev.nemesis.spark.report.text.MarkdownTable;
import dev.nemesis.spark.session.Jobs;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The report of a grid, in {@code OUT/report}: every table and figure that its finished cells
 * allow, in every form.
 */
public final class Report {
  private static final String FOLDER = "report";
  private static final String NO_FONT =
      """

      No PNG and SVG figures: Java finds no font on this machine. Install fontconfig and a font (on \
      Debian fontconfig and fonts-dejavu-core) and run 'nemesis report'.
      """;

  private final ReportModel model;
  private final OutFolder out;

  private Report(ReportModel model, OutFolder out) {
    this.model = model;
    this.out = out;
  }

  /**
   * Makes sure that a folder of queries can be used, before Spark is up.
   *
   * @throws InputException where a file in it takes the place of no query
   */
  public static void check(Path queries) {
    ReportReading.check(queries);
  }

  /**
   * Writes the report anew.
   *
   * @param spark a session that has the views of {@link dev.nemesis.spark.table.CellViews}
   * @param out the grid's output folder
   * @param grid the grid's name
   * @param queries a folder with queries of the user's own in the place of those of {@code
   *     conf/sql}; null for none
   * @throws InputException where no cell is finished, a query is wrong, or the folder cannot be
   *     written
   */
  public static Report write(SparkSession spark, OutFolder out, String grid, Path queries) {
    if (CellFiles.done(out).isEmpty()) {
      throw InputException.cannot(
          ErrorCode.OUTPUT,
          "report on "
              + out.location()
              + ": it has no finished cell yet; 'nemesis run' makes them, and 'nemesis status' says"
              + " how far it is");
    }
    try {
      Report report = new Report(ReportReading.read(spark, grid, queries), out);
      report.writeTables();
      report.writeFigures();
      report.writePage(spark);
      return report;
    } finally {
      spark.catalog().clearCache();
    }
  }

  private void writeTables() {
    for (ReportTable table : model.tables()) {
      write("tables/" + table.id() + ".md", utf8(MarkdownTable.of(table)));
      write("tables/" + table.id() + ".csv", utf8(CsvTable.of(table)));
      write("tables/" + table.id() + ".tex", utf8(LatexTable.of(table)));
    }
    write("tables/tables.tex", utf8(LatexDocument.of(model)));
  }

  private void writeFigures() {
    if (FigureStyle.hasFonts()) {
      for (ReportFigure figure : model.figures()) {
        FigureImage image = FigureImage.of(figure);
        write("figures/" + figure.id() + ".png", image.png());
        write("figures/" + figure.id() + ".svg", image.svg());
      }
    }
  }

  private void writePage(SparkSession spark) {
    write("index.html", page(model, spark, out, PageKind.FILE, ""));
  }

  /**
   * The page alone, as the program serves it while the grid runs.
   *
   * @param version what it is to call itself, see {@link dev.nemesis.spark.run.GridProgress}
   */
  public static byte[] served(
      SparkSession spark, OutFolder out, String grid, Path queries, String version) {
    try {
      ReportModel model = ReportReading.read(spark, grid, queries);
      return page(model, spark, out, PageKind.SERVED, version);
    } finally {
      spark.catalog().clearCache();
    }
  }

  private static byte[] page(
      ReportModel model, SparkSession spark, OutFolder out, PageKind kind, String version) {
    return Jobs.described(
        spark.sparkContext(),
        "report: page",
        () -> {
          ByteArrayOutputStream page = new ByteArrayOutputStream();
          try {
            ReportPage.write(model, spark, out, kind, version, page);
          } catch (IOException e) {
            throw new UncheckedIOException("Nothing but memory is written to", e);
          }
          return page.toByteArray();
        });
  }

  /** Returns a summary: the average of the few-shot table, and what is missing. */
  public String summary() {
    return summary(model) + (FigureStyle.hasFonts() ? "" : NO_FONT);
  }

  /**
   * Returns the summary without writing a report.
   *
   * @param spark a session that has the views of {@link dev.nemesis.spark.table.CellViews}
   * @param grid the grid's name
   */
  public static String summary(SparkSession spark, String grid) {
    try {
      return summary(FewShotSummary.read(spark, grid));
    } finally {
      spark.catalog().clearCache();
    }
  }

  private static String summary(ReportModel model) {
    StringBuilder text = new StringBuilder();
    model.tables().stream()
        .filter(table -> table.id().equals("table_a5"))
        .findFirst()
        .or(() -> model.tables().stream().findFirst())
        .ifPresent(table -> text.append(MarkdownTable.summary(table)));
    model.notes().forEach(note -> text.append('\n').append(note).append('\n'));
    return text.toString();
  }

  /** Returns the model of the report. */
  public ReportModel model() {
    return model;
  }

  /** Where it lies. */
  public String location() {
    return out.uri(FOLDER);
  }

  private void write(String name, byte[] bytes) {
    out.replace(FOLDER + "/" + name, bytes);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
