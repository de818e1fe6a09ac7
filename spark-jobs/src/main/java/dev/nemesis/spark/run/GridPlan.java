package dev.nemesis.spark.run;

import dev.nemesis.error.InputException;
import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Bundle;
import dev.nemesis.grid.Bundles;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.FailureKind;
import dev.nemesis.grid.GridFile;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.DamagedFiles;
import dev.nemesis.spark.table.OutFolder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Plan of a run, made from the grid and from the names of the files in its output folder.
 *
 * @param cells every cell of the grid by its id, in order
 * @param done how many of them have a good attempt
 * @param diverged ids of cells that are not to be trained because they diverged: they would again
 * @param failing attempts that will fail, each with why: their weights cannot be used
 * @param bundles what is to be trained, in the order in which it starts
 * @param steps optimizer steps by cell id, of the cells in {@code bundles}
 */
public record GridPlan(
    Map<String, Cell> cells,
    int done,
    List<String> diverged,
    Map<Attempt, InputException> failing,
    List<Bundle> bundles,
    Map<String, Long> steps) {

  /**
   * How cells become bundles.
   *
   * @param sizes the most cells like a given one in a bundle
   * @param planned bundles of earlier runs, which are kept where all of their cells are missing
   */
  public record Bundling(ToIntFunction<Cell> sizes, PlannedBundles planned) {}

  /**
   * Plans the cells that have no good attempt yet.
   *
   * @param damaged files that are as good as not there
   */
  public static GridPlan ofMissing(
      GridFile grid,
      GridInputs inputs,
      OutFolder out,
      Bundling bundling,
      List<DamagedFiles.Damaged> damaged) {
    Map<String, Cell> cells = byId(grid, inputs);
    Set<String> done = CellFiles.done(out, damaged).keySet();
    List<String> missing = new ArrayList<>(cells.keySet());
    missing.removeAll(done);
    List<String> diverged = diverged(out, missing, damaged);
    missing.removeAll(diverged);
    int there = (int) cells.keySet().stream().filter(done::contains).count();
    return plan(cells, there, diverged, attempts(cells, missing, out), inputs, bundling);
  }

  /** Plans one more attempt at each of the given cells of the grid, done or not. */
  public static GridPlan again(
      GridFile grid, GridInputs inputs, OutFolder out, Bundling bundling, Set<String> cellIds) {
    Map<String, Cell> cells = byId(grid, inputs);
    List<String> chosen = cells.keySet().stream().filter(cellIds::contains).toList();
    Set<String> done = CellFiles.done(out).keySet();
    int there = (int) cells.keySet().stream().filter(done::contains).count();
    return plan(cells, there, List.of(), attempts(cells, chosen, out), inputs, bundling);
  }

  private static List<String> diverged(
      OutFolder out, List<String> missing, List<DamagedFiles.Damaged> damaged) {
    Map<String, Integer> failed = CellFiles.failed(out, damaged);
    return missing.stream()
        .filter(failed::containsKey)
        .filter(id -> CellFiles.failure(out, id, failed.get(id)).kind() == FailureKind.DIVERGED)
        .toList();
  }

  /** The cells of a grid by their ids, in order. */
  static Map<String, Cell> byId(GridFile grid, GridInputs inputs) {
    Map<String, Cell> cells = new LinkedHashMap<>();
    grid.cells().forEach(cell -> cells.put(inputs.cellId(cell), cell));
    return cells;
  }

  private static Map<String, Attempt> attempts(
      Map<String, Cell> cells, List<String> chosen, OutFolder out) {
    Map<String, Integer> tried = CellFiles.tried(out);
    Map<String, Attempt> attempts = new LinkedHashMap<>();
    for (String id : chosen) {
      attempts.put(id, new Attempt(id, 1 + tried.getOrDefault(id, -1), cells.get(id)));
    }
    return attempts;
  }

  private static GridPlan plan(
      Map<String, Cell> cells,
      int done,
      List<String> diverged,
      Map<String, Attempt> attempts,
      GridInputs inputs,
      Bundling bundling) {
    Map<Attempt, InputException> failing = new LinkedHashMap<>();
    Map<String, Attempt> open = new LinkedHashMap<>();
    Map<String, Long> steps = new LinkedHashMap<>();
    attempts.forEach(
        (id, attempt) -> {
          InputException why = inputs.unusable().get(attempt.cell().backbone());
          if (why != null) {
            failing.put(attempt, why);
          } else {
            open.put(id, attempt);
            steps.put(id, inputs.steps(attempt.cell()));
          }
        });
    List<Bundle> bundles = new ArrayList<>(bundling.planned().whole(open));
    bundles.addAll(Bundles.of(List.copyOf(open.values()), bundling.sizes()));
    return new GridPlan(cells, done, diverged, failing, Bundles.inOrder(bundles), steps);
  }

  /** How many cells are to be trained. */
  public int toTrain() {
    return steps.size();
  }

  /** Optimizer steps of all cells to be trained, each cell's counted by itself. */
  public long totalSteps() {
    return steps.values().stream().mapToLong(Long::longValue).sum();
  }
}
