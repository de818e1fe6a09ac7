package dev.nemesis.spark;

import dev.nemesis.spark.report.Report;
import dev.nemesis.spark.report.live.PageMaker;
import dev.nemesis.spark.report.live.ReportServer;
import dev.nemesis.spark.run.GridVersions;
import dev.nemesis.spark.table.OutFolder;
import dev.nemesis.spark.table.Tables;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nemesis report}. */
@Command(
    name = "report",
    description =
        "Makes the paper's tables and figures of whatever is finished, in OUT/report: a page to look at, "
            + "Markdown, CSV, LaTeX, PNG and SVG. What is missing is marked, with the cells it waits for.")
final class ReportCommand implements Callable<Integer> {
  @Mixin private OutOption outOption;
  @Mixin private SparkOptions sparkOptions;

  @Option(
      names = "--sql",
      paramLabel = "FOLDER",
      description = "Queries of your own in the place of those of the same name in conf/sql.")
  private Path queries;

  @Option(
      names = "--watch",
      description =
          "Serve the page and how far the grid is while it runs, refreshed as cells finish; read-only, "
              + "until Ctrl-C.")
  private boolean watch;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8765",
      description = "Where to serve it; default: ${DEFAULT-VALUE}; 0 for any that is free.")
  private int port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Who can see it; default: ${DEFAULT-VALUE}, this machine alone.")
  private String bind;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (queries != null) {
      Report.check(queries);
    }
    OutFolder out = sparkOptions.folder(outOption.location());
    String grid = GridVersions.manifest(out).name();
    try (SparkSession spark = sparkOptions.open()) {
      if (watch) {
        serve(spark, out, grid);
        return 0;
      }
      Tables.register(spark, out, GridVersions.planned(out));
      tell(Report.write(spark, out, grid, queries), spec.commandLine().getOut());
    }
    return 0;
  }

  private void serve(SparkSession spark, OutFolder out, String grid) throws Exception {
    PageMaker maker =
        version -> {
          Tables.register(spark, out, GridVersions.planned(out));
          return Report.served(spark, out, grid, queries, version);
        };
    try (ReportServer server = ReportServer.start(out, maker, bind, port)) {
      PrintWriter to = spec.commandLine().getOut();
      to.printf("The report is at %s until Ctrl-C%n", server.address());
      to.flush();
      server.await();
    }
  }

  /** Says what the session's views come to, and how to see all of it. */
  static void summarize(SparkSession spark, OutFolder out, PrintWriter to) {
    String summary = Report.summary(spark, GridVersions.manifest(out).name()).strip();
    to.println();
    if (!summary.isEmpty()) {
      to.println(summary);
      to.println();
    }
    to.printf("Every table and figure: submit/nemesis report --out %s%n", out.shellWord());
    to.flush();
  }

  private static void tell(Report report, PrintWriter to) {
    to.println();
    to.println(report.summary().strip());
    to.println();
    to.printf("The page  %s%n", plain(report.location() + "/index.html"));
    to.printf(
        "%d tables and %d figures in %s%n",
        report.model().tables().size(), report.model().figures().size(), plain(report.location()));
    to.flush();
  }

  private static String plain(String uri) {
    return uri.startsWith("file:") ? uri.replaceFirst("^file:/+", "/") : uri;
  }
}
