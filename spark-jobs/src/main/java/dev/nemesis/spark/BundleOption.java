package dev.nemesis.spark;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.GridFile;
import dev.nemesis.grid.GridPart;
import dev.nemesis.spark.run.Experiment;
import dev.nemesis.spark.run.GridPlan.Bundling;
import dev.nemesis.spark.run.PlannedBundles;
import dev.nemesis.spark.session.TaskRoom;
import dev.nemesis.spark.table.OutFolder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Option;

/** How many cells a task trains together. */
final class BundleOption {
  @Option(
      names = "--bundle",
      paramLabel = "N",
      description =
          "At most N cells are trained together; default: by the model, the classes and the memory"
              + " a task has.")
  private Integer size;

  /** How missing cells become bundles: a size that is given goes before what was planned before. */
  Bundling bundling(
      Experiment experiment, GridFile grid, OutFolder out, Map<String, String> settings) {
    return new Bundling(
        sizes(experiment, grid, settings),
        size == null ? PlannedBundles.in(out) : PlannedBundles.none());
  }

  /** How chosen cells become bundles, whatever they were trained in before. */
  Bundling anew(Experiment experiment, GridFile grid, Map<String, String> settings) {
    return new Bundling(sizes(experiment, grid, settings), PlannedBundles.none());
  }

  /** No more than the grid itself allows. */
  private ToIntFunction<Cell> sizes(
      Experiment experiment, GridFile grid, Map<String, String> settings) {
    ToIntFunction<Cell> sizes = wished(experiment, grid, settings);
    Map<Cell, Integer> most = new HashMap<>();
    for (GridPart part : grid.parts()) {
      if (part.bundle() != null) {
        part.cells().forEach(cell -> most.merge(cell, part.bundle(), Math::min));
      }
    }
    return cell -> Math.min(sizes.applyAsInt(cell), most.getOrDefault(cell, Integer.MAX_VALUE));
  }

  private ToIntFunction<Cell> wished(
      Experiment experiment, GridFile grid, Map<String, String> settings) {
    if (size == null) {
      return experiment.bundleSizes(grid, TaskRoom.of(settings));
    }
    if (size < 1) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT, "use --bundle " + size + "; give a whole number of at least 1");
    }
    int most = size;
    return cell -> most;
  }
}
