package dev.nemesis.spark;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.file.RefusedFileException;
import dev.nemesis.file.RegularFile;
import dev.nemesis.spark.run.GridVersions;
import dev.nemesis.spark.table.CostFiles;
import dev.nemesis.spark.table.OutFolder;
import dev.nemesis.spark.table.Queries;
import dev.nemesis.spark.table.Tables;
import dev.nemesis.text.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
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
      "Asks the tables results, epochs, evaluations, corruptions, prompts, costs and failures in SQL.",
      "DESCRIBE results tells a table's columns."
    })
final class SqlCommand implements Callable<Integer> {
  @Mixin private OutOption outOption;
  @Mixin private SparkOptions sparkOptions;

  @Parameters(
      paramLabel = "QUERY",
      arity = "0..1",
      description = "The query, e.g. \"SELECT * FROM results LIMIT 5\".")
  private String query;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "A file with the query instead, e.g. conf/sql/bench_a8.sql.")
  private Path file;

  @Option(
      names = "--format",
      defaultValue = "TABLE",
      description = "One of ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
  private Queries.Format format;

  @Spec private CommandSpec spec;

  /**
   * A query may begin with a comment, as an option does: what has no blank in it is no query.
   *
   * @param sql has queries taken for arguments
   */
  static void readComments(CommandLine sql) {
    sql.setUnmatchedOptionsArePositionalParams(true);
  }

  @Override
  public Integer call() throws Exception {
    if (query != null && query.matches("-\\S*")) {
      throw new CommandLine.UnmatchedArgumentException(spec.commandLine(), List.of(query));
    }
    OutFolder out = sparkOptions.folder(outOption.location());
    String asked = asked();
    if (!CostFiles.areIn(out)) {
      GridVersions.manifest(out);
    }
    try (SparkSession spark = sparkOptions.open()) {
      Tables.registerFor(spark, out, GridVersions.planned(out), asked);
      Queries.print(
          spark,
          file == null ? null : "query file " + file,
          asked,
          format,
          spec.commandLine().getOut());
    }
    return 0;
  }

  private String asked() {
    if ((query == null) == (file == null)) {
      throw InputException.cannot(ErrorCode.ARGUMENT, "tell what to ask; give QUERY or --file");
    }
    try {
      return file == null
          ? query
          : TextFile.decode(
              RegularFile.bytes(file, RegularFile.MOST_TEXT),
              ErrorCode.ARGUMENT,
              "query file " + file);
    } catch (RefusedFileException e) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT, "read query file " + file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT, "read query file " + file + "; give a text file that exists", e);
    }
  }
}
