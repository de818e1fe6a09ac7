package dev.nemesis.spark.run;

import dev.nemesis.grid.Cell;
import dev.nemesis.grid.GridFile;
import dev.nemesis.grid.GridPart;
import dev.nemesis.loss.Corruption.Noise;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.CorruptionFiles;
import dev.nemesis.spark.table.OutFolder;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Corruption sweeps that a grid asks for and that are not done.
 *
 * @param cells by id, for each meaning of the noise's strength
 */
public record GridSweeps(Map<Noise, Map<String, Cell>> cells) {

  /**
   * Returns the missing sweeps of all cells, including those yet to be trained.
   *
   * @param cells of the grid, by id
   */
  public static GridSweeps open(GridFile grid, Map<String, Cell> cells, OutFolder out) {
    Map<String, Integer> done = CellFiles.done(out);
    CorruptionFiles.Done sweeps = CorruptionFiles.done(out);
    Map<Noise, Map<String, Cell>> open = new EnumMap<>(Noise.class);
    for (GridPart part : grid.parts()) {
      if (part.corrupt() == null) {
        continue;
      }
      Noise noise = Noise.valueOf(part.corrupt().toUpperCase(Locale.ROOT));
      Set<Cell> wanted = new HashSet<>(part.cells());
      cells.forEach(
          (id, cell) -> {
            boolean learned = cell.prompt() != null && wanted.contains(cell);
            boolean swept = done.containsKey(id) && sweeps.has(id, done.get(id), part.corrupt());
            if (learned && !swept) {
              open.computeIfAbsent(noise, n -> new TreeMap<>()).put(id, cell);
            }
          });
    }
    return new GridSweeps(open);
  }

  /** Returns the sweeps whose cells are trained. */
  public GridSweeps ofTrained(OutFolder out) {
    Set<String> done = CellFiles.done(out).keySet();
    Map<Noise, Map<String, Cell>> trained = new EnumMap<>(Noise.class);
    cells.forEach(
        (noise, own) -> {
          Map<String, Cell> kept = new LinkedHashMap<>(own);
          kept.keySet().retainAll(done);
          if (!kept.isEmpty()) {
            trained.put(noise, kept);
          }
        });
    return new GridSweeps(trained);
  }

  /** How many. */
  public int count() {
    return cells.values().stream().mapToInt(Map::size).sum();
  }

  /** Does them. */
  public CorruptionRun.Outcome run(CorruptionRun run, GridFile grid) {
    CorruptionRun.Outcome outcome = CorruptionRun.Outcome.NONE;
    for (Map.Entry<Noise, Map<String, Cell>> own : cells.entrySet()) {
      outcome = outcome.and(run.sweep(grid, own.getValue(), own.getKey()));
    }
    return outcome;
  }
}
