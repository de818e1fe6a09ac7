package dev.nemesis.spark;

import dev.nemesis.grid.CellResult;
import dev.nemesis.spark.run.Experiment;
import dev.nemesis.spark.run.Reproduction;
import dev.nemesis.spark.table.AlignedColumns;
import dev.nemesis.spark.table.OutFolder;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nemesis reproduce}. */
@Command(
    name = "reproduce",
    description =
        "Trains a finished cell once more, from its provenance and in the bundle it was trained in, "
            + "and compares every field. Writes no result. Exit code 1 if what came out is not the same.")
final class ReproduceCommand implements Callable<Integer> {
  @Mixin private CellOptions cell;
  @Mixin private SparkOptions sparkOptions;

  @Option(
      names = "--alone",
      description =
          "Without the cells it was trained with: quicker, and the same to rounding only.")
  private boolean alone;

  @Spec private CommandSpec spec;
  private final Experiment experiment;

  ReproduceCommand(Experiment experiment) {
    this.experiment = experiment;
  }

  @Override
  public Integer call() throws Exception {
    OutFolder out = cell.folder();
    CellResult recorded = cell.finished();
    Reproduction reproduction = Reproduction.of(out, experiment, recorded, alone);
    ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
    CellResult now;
    try (SparkSession spark = sparkOptions.open()) {
      now = reproduction.train(spark, experiment, out, progress);
      progress.clear();
    }
    PrintWriter to = spec.commandLine().getOut();
    to.printf(
        "%s, attempt %d, trained again with %d others%n%n",
        recorded.cellId(), recorded.attempt(), reproduction.bundle().size() - 1);
    return tell(ResultDifferences.of(recorded, now), to);
  }

  private static int tell(ResultDifferences differences, PrintWriter to) {
    List<String[]> lines = new ArrayList<>();
    lines.add(new String[] {"field", "values", "different", "largest difference", "first"});
    int values = 0;
    int different = 0;
    for (Map.Entry<String, ResultDifferences.Field> entry : differences.fields().entrySet()) {
      ResultDifferences.Field field = entry.getValue();
      boolean circumstance = ResultDifferences.isCircumstance(entry.getKey());
      if (!circumstance) {
        values += field.values();
        different += field.different();
      }
      if (!circumstance || field.different() > 0) {
        lines.add(
            new String[] {
              entry.getKey(),
              String.valueOf(field.values()),
              String.valueOf(field.different()),
              field.largest() == 0 ? "" : String.format(Locale.ROOT, "%.3g", field.largest()),
              field.first()
            });
      }
    }
    AlignedColumns.print(lines, to);
    to.println();
    if (different == 0) {
      to.printf("The same: all %d values, to the bit%n", values);
    } else {
      to.printf("Not the same: of %d values %d differ%n", values, different);
    }
    to.flush();
    return different == 0 ? 0 : Nemesis.FAILED;
  }
}
