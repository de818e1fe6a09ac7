package dev.nemesis.spark;

import dev.nemesis.spark.report.Report;
import dev.nemesis.spark.run.GridVersions;
import dev.nemesis.spark.table.CellViews;
import dev.nemesis.spark.table.OutFolder;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code nemesis report}. */
@Command(
    name = "report",
    description = {
      "Makes the few-shot table (mean and sample standard deviation over seeds) as Markdown and CSV",
      "and figure 2 as PNG and SVG, in OUT/report."
    })
final class ReportCommand implements Callable<Integer> {
  @Mixin private OutOption outOption;
  @Mixin private SparkOptions sparkOptions;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    OutFolder out = sparkOptions.folder(outOption.location());
    GridVersions.manifest(out);
    try (SparkSession spark = sparkOptions.open()) {
      CellViews.register(spark, out, GridVersions.planned(out));
      write(spark, out, spec.commandLine().getOut());
    }
    return 0;
  }

  /** Writes the report from the session's views, and says what is in it and where it lies. */
  static void write(SparkSession spark, OutFolder out, PrintWriter to) {
    Report report = Report.write(spark, out.uri(""));
    to.println();
    to.println(report.summary().strip());
    to.println();
    to.printf("The whole table  %s%n", plain(report.markdown().toString()));
    to.printf("  for programs   %s%n", plain(report.csv().toString()));
    report
        .figures()
        .forEach(figure -> to.printf("Figure           %s%n", plain(figure.toString())));
    to.flush();
  }

  private static String plain(String uri) {
    return uri.startsWith("file:") ? uri.replaceFirst("^file:/+", "/") : uri;
  }
}
