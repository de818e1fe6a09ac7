package dev.nemesis.spark;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.error.StorageFault;
import dev.nemesis.file.Location;
import dev.nemesis.spark.compare.Comparison;
import dev.nemesis.spark.compare.ComparisonCsv;
import dev.nemesis.spark.compare.ComparisonText;
import dev.nemesis.spark.run.GridVersions;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nemesis compare}. */
@Command(
    name = "compare",
    description =
        "Compares the accuracies of two grids, A and then B: cells by their ids, and settings that "
            + "both have by their means over seeds, with 95%% intervals and p values.")
final class CompareCommand implements Callable<Integer> {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Given twice: folders that 'nemesis run' wrote to, A and B; paths or URIs.")
  private List<String> locations = new ArrayList<>();

  @Mixin private SparkOptions sparkOptions;

  @Option(
      names = "--ignore",
      split = ",",
      paramLabel = "COLUMN",
      description =
          "Columns of table results in which a setting of A and its counterpart in B may differ,"
              + " e.g. backbone,epochs.")
  private List<String> ignored = new ArrayList<>();

  @Option(
      names = "--rows",
      defaultValue = "20",
      paramLabel = "N",
      description = "Settings to print at most; default: ${DEFAULT-VALUE}.")
  private int rows;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "A new file for all settings that both have, unrounded; a path or a URI.")
  private String csv;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (locations.size() != 2) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT, "compare " + locations.size() + " grids; give --out A --out B");
    }
    if (rows < 0) {
      throw InputException.cannot(ErrorCode.ARGUMENT, "print " + rows + " rows; give 0 or more");
    }
    OutFolder a = sparkOptions.folder(locations.get(0));
    OutFolder b = sparkOptions.folder(locations.get(1));
    String grids =
        "A  %s, grid %s%nB  %s, grid %s%n"
            .formatted(
                a.location(),
                GridVersions.manifest(a).name(),
                b.location(),
                GridVersions.manifest(b).name());
    Path file = csv == null ? null : Location.path(csv);
    if (file != null && folder(file).exists(file.getName())) {
      throw taken();
    }
    try (SparkSession spark = sparkOptions.open()) {
      Comparison comparison = Comparison.of(spark, a, b, ignored);
      if (file != null) {
        write(comparison, file);
      }
      PrintWriter to = spec.commandLine().getOut();
      to.print(grids);
      ComparisonText.print(comparison, rows, to);
    }
    return 0;
  }

  private void write(Comparison comparison, Path file) {
    byte[] text = ComparisonCsv.of(comparison).getBytes(StandardCharsets.UTF_8);
    try {
      if (!folder(file).commit(file.getName(), text)) {
        throw taken(); // another writer was quicker
      }
    } catch (IOException e) {
      throw StorageFault.cannot("write " + csv, e);
    }
  }

  private OutFolder folder(Path file) {
    Path parent = file.getParent();
    return sparkOptions.folder(parent == null ? "." : parent.toString());
  }

  private InputException taken() {
    return InputException.cannot(
        ErrorCode.OUTPUT, "write " + csv + ": it is there already; give another file");
  }
}
