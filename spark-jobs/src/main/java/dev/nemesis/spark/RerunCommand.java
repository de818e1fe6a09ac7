package dev.nemesis.spark;

import static java.util.stream.Collectors.partitioningBy;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.FailureKind;
import dev.nemesis.spark.run.CellNames;
import dev.nemesis.spark.run.CellOwners;
import dev.nemesis.spark.run.Experiment;
import dev.nemesis.spark.run.GridPlan;
import dev.nemesis.spark.run.GridRun;
import dev.nemesis.spark.run.GridVersions;
import dev.nemesis.spark.run.Lease;
import dev.nemesis.spark.run.PlannedBundles;
import dev.nemesis.spark.run.Recovery;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import dev.nemesis.spark.table.Queries;
import dev.nemesis.spark.table.Tables;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code nemesis rerun}. */
@Command(
    name = "rerun",
    description = {
      "Trains chosen cells once more, as a new attempt; touches no other.",
      "The tables show each cell's latest good attempt, earlier ones stay."
    })
final class RerunCommand implements Callable<Integer> {
  @Mixin private OutOption outOption;
  @Mixin private SparkOptions sparkOptions;
  @Mixin private BundleOption bundles;

  @Option(names = "--fail-fast", description = "Stop at the first failure.")
  private boolean failFast;

  @Option(names = "--set", hidden = true)
  @SuppressWarnings("DoNotCallSuggester") // picocli calls
  void set(String override) {
    throw new ParameterException(
        spec.commandLine(),
        "it trains cells as their grid has them; change the grid, and 'nemesis run GRID --set "
            + override
            + "' trains what it then has");
  }

  @ArgGroup(multiplicity = "1")
  private Choice choice;

  @Spec private CommandSpec spec;
  private final Experiment experiment;

  /** Exactly one of these is given. */
  static final class Choice {
    @Option(
        names = "--cell",
        arity = "1..*",
        paramLabel = "ID",
        description = "Cells by id, or by the beginning of one; see table results.")
    private List<String> cells = new ArrayList<>();

    @Option(
        names = "--failed",
        description = "Cells of the grid whose latest attempt failed, and did not diverge.")
    private boolean failed;

    @Option(
        names = "--where",
        paramLabel = "SQL",
        description = "Cells by a condition on table results, e.g. \"loss = 'pan' AND seed = 2\".")
    private String where;
  }

  RerunCommand(Experiment experiment) {
    this.experiment = experiment;
  }

  @Override
  public Integer call() throws Exception {
    OutFolder out = sparkOptions.folder(outOption.location());
    GridVersions.manifest(out);
    ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
    CellNames names = CellNames.in(out);
    List<String> named = choice.cells.stream().map(names::resolve).toList();
    try (Lease lease = Lease.take(out)) {
      OutFolder held = lease.folder();
      Recovery.of(out).apply(held, progress);
      try (SparkSession spark = sparkOptions.open(held)) {
        Set<String> ids = chosen(spark, out, named);
        int diverged = choice.failed ? failed(out).get(true).size() : 0;
        if (ids.isEmpty()) {
          if (diverged == 0) {
            spec.commandLine().getOut().println("Nothing to do: no cell's latest attempt failed");
          }
          return tellDiverged(diverged);
        }
        GridRun run = new GridRun(spark, experiment, held, progress, lease, failFast);
        GridRun.Outcome outcome = again(run, held, ids);
        progress.end();
        Tables.rebuild(spark, held, GridVersions.planned(out));
        int code = RunCommand.tell(spec.commandLine().getOut(), outcome, out);
        return Math.max(code, tellDiverged(diverged));
      }
    }
  }

  private GridRun.Outcome again(GridRun run, OutFolder out, Set<String> ids) {
    GridRun.Outcome all = new GridRun.Outcome(0, 0, 0);
    for (CellOwners owner : CellOwners.of(out, experiment, ids)) {
      GridPlan plan =
          GridPlan.again(
              owner.grid(),
              owner.inputs(),
              out,
              bundles.anew(experiment, owner.grid(), sparkOptions.settings()),
              owner.cells().keySet());
      PlannedBundles.in(out).add(out, plan.bundles());
      all = all.and(run.train(owner.grid(), plan));
    }
    return all;
  }

  /** Cells of the grid as it is whose latest attempt failed, by whether they diverged. */
  private static Map<Boolean, List<String>> failed(OutFolder out) {
    Map<String, Integer> done = CellFiles.done(out);
    Map<String, Integer> failed = CellFiles.failed(out);
    return GridVersions.manifest(out).cells().stream()
        .filter(id -> failed.getOrDefault(id, -1) > done.getOrDefault(id, -1))
        .collect(
            partitioningBy(
                id -> CellFiles.failure(out, id, failed.get(id)).kind() == FailureKind.DIVERGED));
  }

  /** Says that what diverged would again, as it is; its exit code. */
  private int tellDiverged(int cells) {
    if (cells == 0) {
      return 0;
    }
    PrintWriter to = spec.commandLine().getOut();
    to.printf(
        "%d cells diverged and would again: change the grid and run it; 'nemesis rerun --cell ID'"
            + " tries one as it is%n",
        cells);
    to.flush();
    return Nemesis.FAILED;
  }

  /** Returns the ids of the cells to rerun; only {@code --failed} may find none. */
  private Set<String> chosen(SparkSession spark, OutFolder out, List<String> named) {
    Set<String> ids = new LinkedHashSet<>(named);
    if (choice.failed) {
      ids.addAll(failed(out).get(false));
    } else if (choice.where != null) {
      Tables.registerFor(spark, out, GridVersions.planned(out), "results");
      ids.addAll(Queries.cellIds(spark, choice.where));
      if (ids.isEmpty()) {
        throw InputException.cannot(
            ErrorCode.ARGUMENT,
            "find a cell with --where %s: none of table results in %s is like that; try it with"
                    .formatted(choice.where, out.location())
                + " 'nemesis sql'");
      }
    }
    return ids;
  }
}
