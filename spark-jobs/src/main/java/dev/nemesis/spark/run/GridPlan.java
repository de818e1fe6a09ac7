package dev.nemesis.spark.run;

import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Bundle;
import dev.nemesis.grid.Bundles;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.GridFile;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * What is to be done, from the grid and from the names of the files in its output folder.
 *
 * @param cells every cell of the grid by its id, in order
 * @param done how many of them have a good attempt
 * @param bundles what is to be trained, in the order in which it starts
 * @param steps optimizer steps by cell id, of the cells in {@code bundles}
 */
public record GridPlan(
    Map<String, Cell> cells, int done, List<Bundle> bundles, Map<String, Long> steps) {

  /**
   * Plans the cells that have no good attempt yet.
   *
   * @param bundleSizes the most cells like a given one in a bundle
   */
  public static GridPlan ofMissing(
      GridFile grid, GridInputs inputs, OutFolder out, ToIntFunction<Cell> bundleSizes) {
    Map<String, Cell> cells = byId(grid, inputs);
    Set<String> done = CellFiles.done(out).keySet();
    List<String> missing = cells.keySet().stream().filter(id -> !done.contains(id)).toList();
    return plan(cells, missing, inputs, out, bundleSizes);
  }

  /** Plans one more attempt at each of the given cells of the grid, done or not. */
  public static GridPlan again(
      GridFile grid,
      GridInputs inputs,
      OutFolder out,
      ToIntFunction<Cell> bundleSizes,
      Set<String> cellIds) {
    Map<String, Cell> cells = byId(grid, inputs);
    List<String> chosen = cells.keySet().stream().filter(cellIds::contains).toList();
    return plan(cells, chosen, inputs, out, bundleSizes);
  }

  /** The cells of a grid by their ids, in order. */
  static Map<String, Cell> byId(GridFile grid, GridInputs inputs) {
    Map<String, Cell> cells = new LinkedHashMap<>();
    grid.cells().forEach(cell -> cells.put(inputs.cellId(cell), cell));
    return cells;
  }

  private static GridPlan plan(
      Map<String, Cell> cells,
      List<String> chosen,
      GridInputs inputs,
      OutFolder out,
      ToIntFunction<Cell> bundleSizes) {
    Map<String, Integer> done = CellFiles.done(out);
    Map<String, Integer> failed = CellFiles.failed(out);
    List<Attempt> attempts = new ArrayList<>();
    Map<String, Long> steps = new LinkedHashMap<>();
    for (String id : chosen) {
      int next = 1 + Math.max(done.getOrDefault(id, -1), failed.getOrDefault(id, -1));
      attempts.add(new Attempt(id, next, cells.get(id)));
      steps.put(id, inputs.steps(cells.get(id)));
    }
    int there = (int) cells.keySet().stream().filter(done::containsKey).count();
    return new GridPlan(cells, there, Bundles.of(attempts, bundleSizes), steps);
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
