package dev.nemesis.spark;

import dev.nemesis.grid.Cell;
import dev.nemesis.spark.run.CellNames;
import dev.nemesis.spark.run.CellOwners;
import dev.nemesis.spark.run.CorruptionRun;
import dev.nemesis.spark.run.Experiment;
import dev.nemesis.spark.run.GridVersions;
import dev.nemesis.spark.run.Lease;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import dev.nemesis.spark.table.Queries;
import dev.nemesis.spark.table.SqlFile;
import dev.nemesis.spark.table.Tables;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nemesis corrupt}. */
@Command(
    name = "corrupt",
    description = {
      "Tests finished prompts with one position corrupted, REPLACE and RESCALE at every position and "
          + "strength of the paper, into table corruptions; ends with how often the Low-Norm Effect showed.",
      "A prompt that was swept before is not swept again."
    })
final class CorruptCommand implements Callable<Integer> {
  @Mixin private OutOption outOption;
  @Mixin private SparkOptions sparkOptions;

  @Option(
      names = "--cell",
      arity = "1..*",
      paramLabel = "ID",
      description = "Cells by id; default: every finished cell with a learned prompt.")
  private List<String> ids = new ArrayList<>();

  @Option(
      names = "--where",
      paramLabel = "SQL",
      description = "Cells by a condition on table results, e.g. \"loss = 'none' AND shots = 16\".")
  private String where;

  @Mixin private NoiseOption noise;
  @Spec private CommandSpec spec;
  private final Experiment experiment;

  CorruptCommand(Experiment experiment) {
    this.experiment = experiment;
  }

  @Override
  public Integer call() throws Exception {
    OutFolder out = sparkOptions.folder(outOption.location());
    GridVersions.manifest(out);
    PrintWriter to = spec.commandLine().getOut();
    try (Lease lease = Lease.take(out);
        SparkSession spark = sparkOptions.open(lease.folder())) {
      ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
      CorruptionRun run = new CorruptionRun(spark, experiment, lease.folder(), progress);
      int swept = 0;
      int there = 0;
      List<String> failures = new ArrayList<>();
      for (CellOwners owner : CellOwners.of(out, experiment, chosen(spark, out))) {
        Map<String, Cell> learned = new LinkedHashMap<>(owner.cells());
        learned.values().removeIf(cell -> cell.prompt() == null);
        CorruptionRun.Outcome outcome = run.sweep(owner.grid(), learned, noise.meaning());
        swept += outcome.swept();
        there += outcome.there();
        failures.addAll(outcome.failures());
      }
      progress.clear();
      Tables.rebuild(spark, lease.folder(), GridVersions.planned(out));
      tell(spark, to, swept, there, failures);
      return failures.isEmpty() ? 0 : Nemesis.FAILED;
    }
  }

  /** Finished cells alone: what is not done has no prompt. */
  private Set<String> chosen(SparkSession spark, OutFolder out) {
    Set<String> done = CellFiles.done(out).keySet();
    CellNames names = CellNames.in(out);
    Set<String> chosen = new LinkedHashSet<>(ids.stream().map(names::resolve).toList());
    chosen.forEach(id -> CellFiles.latestAttempt(out, id)); // or says which is not done
    if (where != null) {
      Tables.registerFor(spark, out, GridVersions.planned(out), "results");
      chosen.addAll(Queries.cellIds(spark, where));
      chosen.retainAll(done);
    } else if (ids.isEmpty()) {
      chosen.addAll(done);
    }
    return chosen;
  }

  private void tell(
      SparkSession spark, PrintWriter to, int swept, int there, List<String> failures) {
    failures.forEach(line -> to.printf("failed: %s%n", line));
    to.printf(
        "%d prompts corrupted, %d were before, %d failed; see table corruptions%n%n",
        swept, there, failures.size());
    String effect =
        "SELECT dataset, classes, label, shots, improved, std, cells FROM ("
            + SqlFile.LOW_NORM_EFFECT.text()
            + ") WHERE factor IS NULL ORDER BY ALL";
    OutFolder out = sparkOptions.folder(outOption.location());
    Tables.registerFor(spark, out, GridVersions.planned(out), effect);
    to.println(
        "Positions of a prompt that classified better with a smaller norm, over four factors:");
    Queries.print(spark, null, effect, Queries.Format.TABLE, to);
  }
}
