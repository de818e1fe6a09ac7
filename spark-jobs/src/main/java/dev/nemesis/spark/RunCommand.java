package dev.nemesis.spark;

import dev.nemesis.grid.GridFile;
import dev.nemesis.spark.run.CorruptionRun;
import dev.nemesis.spark.run.Experiment;
import dev.nemesis.spark.run.GridInputs;
import dev.nemesis.spark.run.GridPlan;
import dev.nemesis.spark.run.GridPlan.Bundling;
import dev.nemesis.spark.run.GridRun;
import dev.nemesis.spark.run.GridSweeps;
import dev.nemesis.spark.run.GridVersions;
import dev.nemesis.spark.run.Lease;
import dev.nemesis.spark.run.PlannedBundles;
import dev.nemesis.spark.run.Recovery;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.FoundDatasets;
import dev.nemesis.spark.table.OutFolder;
import dev.nemesis.spark.table.Tables;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nemesis run}. */
@Command(
    name = "run",
    description = {
      "Trains the cells of a grid that are not done yet.",
      "Started again on the same folder it goes on where it was."
    })
final class RunCommand implements Callable<Integer> {
  @Mixin private GridOptions grid;
  @Mixin private SparkOptions sparkOptions;
  @Mixin private BundleOption bundles;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Output folder, a path or a URI; default: out/NAME.")
  private String location;

  @Option(
      names = "--fail-fast",
      description = "Stop at the first failure; started again, it goes on.")
  private boolean failFast;

  @Spec private CommandSpec spec;
  private final Experiment experiment;

  RunCommand(Experiment experiment) {
    this.experiment = experiment;
  }

  /** Where a grid goes unless told otherwise. */
  static String defaultOut(GridFile grid) {
    return "out/" + grid.name();
  }

  @Override
  public Integer call() throws Exception {
    GridFile file = grid.read();
    OutFolder out = sparkOptions.folder(location == null ? defaultOut(file) : location);
    GridVersions.check(out, file);
    GridInputs inputs = experiment.inputs(file);
    Bundling bundling = bundles.bundling(experiment, file, out, sparkOptions.settings());
    Recovery tidying = Recovery.of(out);
    GridPlan plan = GridPlan.ofMissing(file, inputs, out, bundling, tidying.damaged());
    PrintWriter to = spec.commandLine().getOut();
    boolean swept = GridSweeps.open(file, plan.cells(), out).ofTrained(out).count() == 0;
    if (plan.bundles().isEmpty()
        && plan.failing().isEmpty()
        && swept
        && !tidying.isNeeded()
        && Tables.areCurrent(out, GridVersions.planned(out))) {
      GridVersions.record(out, file, plan.cells().keySet());
      FoundDatasets.record(out, inputs.found());
      return nothingToDo(file, plan, out);
    }
    ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
    inputs.notes().forEach(progress::say);
    try (Lease lease = Lease.take(out)) {
      OutFolder held = lease.folder();
      tidying.apply(held, progress);
      plan = GridPlan.ofMissing(file, inputs, held, bundling, List.of());
      GridVersions.record(held, file, plan.cells().keySet());
      FoundDatasets.record(held, inputs.found());
      PlannedBundles.in(out).add(held, plan.bundles());
      try (SparkSession spark = sparkOptions.open(held)) {
        GridRun run = new GridRun(spark, experiment, held, progress, lease, failFast);
        GridRun.Outcome outcome = run.train(file, plan);
        progress.end();
        GridSweeps sweeps = GridSweeps.open(file, plan.cells(), out).ofTrained(out);
        CorruptionRun.Outcome corrupted =
            sweeps.run(new CorruptionRun(spark, experiment, held, progress), file);
        progress.clear();
        Tables.rebuild(spark, held, GridVersions.planned(out));
        int code = Math.max(tell(to, outcome, out), tell(to, corrupted));
        if (hasResult(plan, out)) {
          ReportCommand.summarize(spark, out, to);
        }
        return plan.diverged().isEmpty() ? code : diverged(plan, out);
      }
    }
  }

  private static boolean hasResult(GridPlan plan, OutFolder out) {
    Set<String> done = CellFiles.done(out).keySet();
    return plan.cells().keySet().stream().anyMatch(done::contains);
  }

  private int nothingToDo(GridFile file, GridPlan plan, OutFolder out) {
    PrintWriter to = spec.commandLine().getOut();
    if (!plan.diverged().isEmpty()) {
      to.printf("Nothing to do: %d cells are done in %s%n", plan.done(), out.location());
      return diverged(plan, out);
    }
    to.printf(
        "Nothing to do: all %d cells of grid %s are done in %s%n",
        plan.cells().size(), file.name(), out.location());
    to.printf("See them: submit/nemesis report --out %s%n", out.shellWord());
    to.flush();
    return 0;
  }

  private int diverged(GridPlan plan, OutFolder out) {
    PrintWriter to = spec.commandLine().getOut();
    to.printf(
        "%d cells diverged in an earlier run and would again, so they were not tried: change the"
            + " grid and run it; 'nemesis rerun --out %s --cell ID' tries one as it is%n",
        plan.diverged().size(), out.location());
    to.flush();
    return Nemesis.FAILED;
  }

  private static int tell(PrintWriter to, CorruptionRun.Outcome corrupted) {
    corrupted.failures().forEach(line -> to.printf("sweep failed: %s%n", line));
    if (corrupted.swept() + corrupted.failures().size() > 0) {
      to.printf(
          "%d learned prompts corrupted, %d failed; see table corruptions%n",
          corrupted.swept(), corrupted.failures().size());
    }
    return corrupted.failures().isEmpty() ? 0 : Nemesis.FAILED;
  }

  /** Says how a run ended, and makes its exit code. */
  static int tell(PrintWriter to, GridRun.Outcome outcome, OutFolder out) {
    to.printf(
        "%d cells trained, %d failed; results in %s%n",
        outcome.trained(), outcome.failed(), out.location());
    if (outcome.left() > 0) {
      to.printf("%d cells were not tried%n", outcome.left());
    }
    if (outcome.failed() > 0) {
      to.printf(
          "See why: submit/nemesis sql --out %s \"SELECT cell_id, kind, stage, message FROM failures\"%n",
          out.shellWord());
    }
    to.flush();
    return outcome.failed() > 0 ? Nemesis.FAILED : 0;
  }
}
