package dev.nemesis.spark.report.page;

import dev.nemesis.spark.report.model.ReportModel;
import dev.nemesis.spark.table.OutFolder;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * Writes a report as one HTML file that opens from disk without a network. Cells pass through one
 * after another, so that thousands need little memory.
 */
public final class ReportPage {
  private ReportPage() {}

  /**
   * Writes the page with the tables and figures of a model and every cell of the session's views.
   *
   * @param spark a session with the views of {@link dev.nemesis.spark.table.CellViews}
   * @param out whose views these are; its grid's weights are read for the words nearest to learned
   *     vectors
   * @param version which state of the folder this is, see {@link
   *     dev.nemesis.spark.run.GridProgress#version}
   * @param to where to; stays open
   */
  public static void write(
      ReportModel model,
      SparkSession spark,
      OutFolder out,
      PageKind kind,
      String version,
      OutputStream to)
      throws IOException {
    PageTemplate template = PageTemplate.of(kind);
    Writer page = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8), 1 << 16);
    page.write(template.head());
    FailedAttempts failures = FailedAttempts.read(spark);
    CellIndex cells = CellDetails.write(spark, out, failures, page);
    data(page, "model", model);
    data(page, "cells", cells);
    data(page, "failures", failures.rows());
    data(page, "about", about(model.grid(), out, kind, version));
    page.write(template.tail());
    page.flush();
  }

  /**
   * Writes the page as it is before there is any result to show: its live part alone.
   *
   * @param grid the grid's name
   */
  public static void writeEmpty(String grid, OutFolder out, OutputStream to) throws IOException {
    PageTemplate template = PageTemplate.of(PageKind.SERVED);
    Writer page = new OutputStreamWriter(to, StandardCharsets.UTF_8);
    page.write(template.head());
    data(page, "about", about(grid, out, PageKind.SERVED, ""));
    page.write(template.tail());
    page.flush();
  }

  private static Map<String, Object> about(
      String grid, OutFolder out, PageKind kind, String version) {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("grid", grid);
    about.put("out", out.location());
    about.put("live", kind == PageKind.SERVED);
    about.put("version", version);
    about.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    return about;
  }

  private static void data(Writer page, String name, Object value) throws IOException {
    page.write("<script type=\"application/json\" id=\"data-" + name + "\">");
    page.write(PageJson.of(value));
    page.write("</script>\n");
  }
}
