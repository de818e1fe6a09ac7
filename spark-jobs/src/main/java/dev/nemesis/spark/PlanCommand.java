package dev.nemesis.spark;

import dev.nemesis.bench.Calibration;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.Bundle;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CostResult;
import dev.nemesis.grid.GridFile;
import dev.nemesis.grid.GridPart;
import dev.nemesis.spark.run.Experiment;
import dev.nemesis.spark.run.GridInputs;
import dev.nemesis.spark.run.GridPlan;
import dev.nemesis.spark.run.GridSweeps;
import dev.nemesis.spark.run.GridVersions;
import dev.nemesis.spark.run.Reasons;
import dev.nemesis.spark.run.Recovery;
import dev.nemesis.spark.table.AlignedColumns;
import dev.nemesis.spark.table.CostFiles;
import dev.nemesis.spark.table.OutFolder;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nemesis plan}. */
@Command(
    name = "plan",
    description = "Checks a grid and says what running it would do, without Spark.")
final class PlanCommand implements Callable<Integer> {
  @Mixin private GridOptions grid;
  @Mixin private BundleOption bundles;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder to look for finished cells in; default: out/NAME.")
  private String location;

  @Option(names = "--bundles", description = "List every bundle.")
  private boolean list;

  @Option(
      names = "--why",
      description = "Say of each cell whether it will be trained, and because of what.")
  private boolean why;

  @Option(
      names = "--calibration",
      paramLabel = "DIR",
      description =
          "Say how long it takes by the timings 'nemesis bench step --out DIR' wrote, of this or another "
              + "machine; default: those in the output folder, if it has any.")
  private String calibration;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      description = "Tasks at once, for that; default: the timed machine's cores by its threads.")
  private Integer tasks;

  @Spec private CommandSpec spec;
  private final Experiment experiment;

  PlanCommand(Experiment experiment) {
    this.experiment = experiment;
  }

  @Override
  public Integer call() {
    GridFile file = grid.read();
    OutFolder out =
        new SparkOptions().folder(location == null ? RunCommand.defaultOut(file) : location);
    GridVersions.check(out, file);
    GridInputs inputs = experiment.assumedInputs(file);
    Recovery tidying = Recovery.of(out);
    GridPlan plan =
        GridPlan.ofMissing(
            file,
            inputs,
            out,
            bundles.bundling(experiment, file, out, Map.of()),
            tidying.damaged());
    if (tasks != null) {
      BenchModel.atLeast(1, "--tasks", tasks);
    }
    PlannedHours hours = hours(out, inputs, plan);
    PrintWriter to = spec.commandLine().getOut();
    to.printf("grid     %s%n", file.name());
    to.printf("out      %s%n", out.location());
    parts(file, to);
    assumed(inputs, to);
    weights(inputs, to);
    inputs.notes().forEach(note -> to.printf("note     %s%n", note));
    int listed = file.parts().stream().mapToInt(part -> part.cells().size()).sum();
    int duplicates = listed - plan.cells().size();
    String removed = duplicates > 0 ? ", " + duplicates + " duplicates removed" : "";
    to.printf("cells    %d%s%n", plan.cells().size(), removed);
    to.printf("done     %d%n", plan.done());
    if (!plan.diverged().isEmpty()) {
      to.printf("diverged %d, not to be tried again%n", plan.diverged().size());
    }
    if (!plan.failing().isEmpty()) {
      to.printf("failing  %d, as their weights cannot be used%n", plan.failing().size());
    }
    to.printf("to train %d%n", plan.toTrain());
    to.printf(
        "bundles  %d of at most %d cells%n",
        plan.bundles().size(), plan.bundles().stream().mapToInt(Bundle::size).max().orElse(0));
    to.printf("steps    %d, each cell's counted by itself%n", plan.totalSteps());
    GridSweeps sweeps = GridSweeps.open(file, plan.cells(), out);
    if (sweeps.count() > 0) {
      to.printf("sweeps   of %d learned prompts, when they are trained%n", sweeps.count());
    }
    to.printf(
        "features %s%n",
        experiment.need(
            file,
            out.uri("features"),
            plan.bundles().stream().flatMap(bundle -> bundle.cells().stream()).toList()));
    hours.print(to);
    if (list) {
      plan.bundles().forEach(bundle -> to.printf("%4d cells  %s%n", bundle.size(), bundle.id()));
    }
    tidying.damaged().forEach(to::println);
    if (why) {
      Reasons.of(plan, inputs, out, tidying.damaged())
          .forEach(
              cell ->
                  to.printf(
                      "%-5s %s  %s%n", cell.runs() ? "runs" : "stays", cell.cellId(), cell.why()));
    }
    to.flush();
    return 0;
  }

  /** Prints the parts of a grid made of grids, with the cells shared with earlier parts. */
  private static void parts(GridFile file, PrintWriter to) {
    if (file.parts().size() == 1) {
      return;
    }
    Set<Cell> before = new HashSet<>();
    List<String[]> lines = new ArrayList<>();
    lines.add(new String[] {"grids", "cells", "of which trained for one above"});
    for (GridPart part : file.parts()) {
      long shared = part.cells().stream().filter(before::contains).count();
      lines.add(
          new String[] {part.name(), Integer.toString(part.cells().size()), Long.toString(shared)});
      before.addAll(part.cells());
    }
    AlignedColumns.print(lines, to);
  }

  /** Facts taken of each backbone that its tensors do not tell, or why it cannot be used. */
  private static void weights(GridInputs inputs, PrintWriter to) {
    new TreeMap<>(inputs.weights())
        .forEach(
            (name, weights) -> {
              InputException unusable = inputs.unusable().get(name);
              to.printf(
                  "weights  %s: %s%n",
                  name,
                  unusable == null
                      ? weights.configuration()
                      : "its cells will fail: " + unusable.getMessage());
            });
  }

  private static void assumed(GridInputs inputs, PrintWriter to) {
    if (!inputs.assumed().isEmpty()) {
      to.printf(
          "assumed %s: not given, so taken to be as published; --set weights=FILE and --set"
              + " data.root=DIR give them%n",
          String.join(", ", inputs.assumed()));
    }
  }

  private PlannedHours hours(OutFolder out, GridInputs inputs, GridPlan plan) {
    Map<String, Calibration> costs = new TreeMap<>();
    if (calibration != null || CostFiles.areIn(out)) {
      OutFolder timed = calibration == null ? out : new SparkOptions().folder(calibration);
      List<CostResult> benches = CostFiles.read(timed);
      Set<String> models = new TreeSet<>();
      inputs.weights().values().forEach(weights -> models.add(weights.model()));
      models.remove("");
      models.forEach(
          model -> Calibration.of(benches, model).ifPresent(own -> costs.put(model, own)));
      if (costs.isEmpty()) {
        throw InputException.cannot(
            ErrorCode.ARGUMENT,
            "find timings of %s in %s; time it with 'nemesis bench step --model'"
                .formatted(String.join(", ", models), timed.location()));
      }
    }
    int machine =
        costs.values().stream()
            .map(Calibration::latest)
            .mapToInt(latest -> Math.max(1, latest.cores() / latest.threads()))
            .min()
            .orElse(1);
    return PlannedHours.of(plan, inputs, costs, tasks == null ? machine : tasks);
  }
}
