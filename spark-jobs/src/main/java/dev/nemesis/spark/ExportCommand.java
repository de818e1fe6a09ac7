package dev.nemesis.spark;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.spark.export.ExportFolder;
import dev.nemesis.spark.export.ExportedCells;
import dev.nemesis.spark.export.MlflowExport;
import dev.nemesis.spark.export.TableExport;
import dev.nemesis.spark.export.TensorBoardExport;
import dev.nemesis.spark.export.TextFormat;
import dev.nemesis.spark.run.GridVersions;
import dev.nemesis.spark.session.Sessions;
import dev.nemesis.spark.table.CostFiles;
import dev.nemesis.spark.table.OutFolder;
import dev.nemesis.spark.table.Queries;
import dev.nemesis.spark.table.Tables;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nemesis export}. */
@Command(
    name = "export",
    description = {
      "Writes results for other programs into a new folder: every table as CSV or JSON lines, "
          + "a tracking folder of MLflow, or the training curves as TensorBoard's event files.",
      "What is in them is in docs/exports.md. Overwrites nothing."
    })
final class ExportCommand implements Callable<Integer> {
  @Mixin private OutOption outOption;
  @Mixin private SparkOptions sparkOptions;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FOLDER",
      description = "A new or an empty folder to write to; a path or a URI.")
  private String location;

  @Option(names = "--format", required = true, description = "One of ${COMPLETION-CANDIDATES}.")
  private Format format;

  @Option(
      names = "--where",
      paramLabel = "SQL",
      description = "Cells by a condition on table results, e.g. \"loss = 'pan' AND seed = 2\".")
  private String where;

  @Spec private CommandSpec spec;

  private enum Format {
    CSV,
    JSONL,
    MLFLOW,
    TENSORBOARD
  }

  @Override
  public Integer call() {
    OutFolder out = sparkOptions.folder(outOption.location());
    boolean ofTables = format == Format.CSV || format == Format.JSONL;
    if (!ofTables || !CostFiles.areIn(out)) {
      GridVersions.manifest(out);
    }
    try (ExportFolder to =
        ExportFolder.create(
            sparkOptions.folder(location), Sessions.hadoop(sparkOptions.settings()))) {
      try {
        if (ofTables) {
          tables(out, to);
        } else {
          cells(out, to);
        }
        to.finish();
      } catch (IOException e) {
        throw ExportFolder.unwritable(to.location(), e);
      } catch (UncheckedIOException e) {
        throw ExportFolder.unwritable(to.location(), e.getCause());
      }
    }
    spec.commandLine().getOut().flush();
    return 0;
  }

  private void tables(OutFolder out, ExportFolder to) throws IOException {
    TextFormat text = format == Format.CSV ? TextFormat.CSV : TextFormat.JSONL;
    try (SparkSession spark = sparkOptions.open()) {
      Tables.register(spark, out, GridVersions.planned(out));
      Optional<Collection<String>> chosen =
          where == null ? Optional.empty() : Optional.of(chosen(spark, out));
      PrintWriter said = spec.commandLine().getOut();
      TableExport.write(spark, chosen, text, to)
          .forEach((file, rows) -> said.printf("%s/%s  %d rows%n", to.location(), file, rows));
    }
  }

  private void cells(OutFolder out, ExportFolder to) throws IOException {
    ExportedCells cells = ExportedCells.in(out);
    if (where != null) {
      try (SparkSession spark = sparkOptions.open()) {
        Tables.register(spark, out, GridVersions.planned(out));
        cells = cells.only(chosen(spark, out));
      }
    }
    if (cells.size() == 0) {
      throw nothing(out, "it has no cell yet that was done or failed");
    }
    PrintWriter said = spec.commandLine().getOut();
    if (format == Format.MLFLOW) {
      MlflowExport.write(out, cells, GridVersions.manifest(out).name(), to);
      said.printf("%d runs, %d of them failed%n", cells.size(), cells.failed().size());
      said.printf("see them with  mlflow ui --backend-store-uri %s%n", to.location());
    } else {
      int written = TensorBoardExport.write(out, cells, to);
      if (written == 0) {
        throw nothing(out, "none of its cells was trained");
      }
      said.printf("curves of %d cells%n", written);
      said.printf("see them with  tensorboard --logdir %s%n", to.location());
    }
  }

  private List<String> chosen(SparkSession spark, OutFolder out) {
    List<String> ids = Queries.cellIds(spark, where);
    if (ids.isEmpty()) {
      throw nothing(out, "none of table results is as --where " + where + " says");
    }
    return ids;
  }

  private static InputException nothing(OutFolder out, String why) {
    return InputException.cannot(
        ErrorCode.OUTPUT,
        "export from " + out.location() + ": " + why + "; 'nemesis status' says what is there");
  }
}
