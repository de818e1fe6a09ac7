package dev.nemesis.spark;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.spark.run.CellNames;
import dev.nemesis.spark.run.CellOwners;
import dev.nemesis.spark.run.Experiment;
import dev.nemesis.spark.run.GridPlan;
import dev.nemesis.spark.run.GridRun;
import dev.nemesis.spark.run.GridVersions;
import dev.nemesis.spark.run.Lease;
import dev.nemesis.spark.run.PlannedBundles;
import dev.nemesis.spark.run.Tidying;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.CellViews;
import dev.nemesis.spark.table.OutFolder;
import dev.nemesis.spark.table.Queries;
import dev.nemesis.spark.table.Tables;
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

    @Option(names = "--failed", description = "Cells whose latest attempt failed.")
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
      Tidying.of(out).apply(held, progress);
      try (SparkSession spark = sparkOptions.open(out)) {
        Set<String> ids = chosen(spark, out, named);
        if (ids.isEmpty()) {
          spec.commandLine().getOut().println("Nothing to do: no cell's latest attempt failed");
          return 0;
        }
        GridRun run = new GridRun(spark, experiment, held, progress, lease, failFast);
        GridRun.Outcome outcome = again(run, held, ids);
        progress.end();
        Tables.rebuild(spark, held, GridVersions.planned(out));
        return RunCommand.tell(spec.commandLine().getOut(), outcome, out);
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

  /** What to do again; only {@code --failed} may find nothing. */
  private Set<String> chosen(SparkSession spark, OutFolder out, List<String> named) {
    Set<String> ids = new LinkedHashSet<>(named);
    if (choice.failed) {
      Map<String, Integer> done = CellFiles.done(out);
      CellFiles.failed(out)
          .forEach(
              (id, attempt) -> {
                if (attempt > done.getOrDefault(id, -1)) {
                  ids.add(id);
                }
              });
    } else if (choice.where != null) {
      CellViews.register(spark, out);
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
