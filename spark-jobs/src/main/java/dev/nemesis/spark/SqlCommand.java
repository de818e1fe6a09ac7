package dev.nemesis.spark;

import dev.nemesis.spark.run.GridVersions;
import dev.nemesis.spark.table.CellViews;
import dev.nemesis.spark.table.OutFolder;
import dev.nemesis.spark.table.Queries;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nemesis sql}. */
@Command(
    name = "sql",
    description = {
      "Asks the tables results, epochs, evaluations, corruptions, prompts and failures in SQL.",
      "DESCRIBE results tells a table's columns."
    })
final class SqlCommand implements Callable<Integer> {
  @Mixin private OutOption outOption;
  @Mixin private SparkOptions sparkOptions;

  @Parameters(paramLabel = "QUERY", description = "e.g. \"SELECT * FROM results LIMIT 5\".")
  private String query;

  @Option(
      names = "--format",
      defaultValue = "TABLE",
      description = "One of ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
  private Queries.Format format;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    OutFolder out = sparkOptions.folder(outOption.location());
    GridVersions.manifest(out);
    try (SparkSession spark = sparkOptions.open()) {
      CellViews.register(spark, out);
      Queries.print(spark, query, format, spec.commandLine().getOut());
    }
    return 0;
  }
}
