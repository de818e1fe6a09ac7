package dev.nemesis.spark.export;

import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which cells are exported, by id in order, each with the attempt that table {@code results} shows.
 *
 * @param done the latest good attempt of finished cells
 * @param failed the latest attempt of cells that were never done
 */
public record ExportedCells(Map<String, Integer> done, Map<String, Integer> failed) {
  public ExportedCells {
    done = new TreeMap<>(done);
    failed = new TreeMap<>(failed);
    failed.keySet().removeAll(done.keySet());
  }

  /** All of a folder. */
  public static ExportedCells in(OutFolder out) {
    return new ExportedCells(CellFiles.done(out), CellFiles.failed(out));
  }

  /** Returns the exported cells with the given ids. */
  public ExportedCells only(Collection<String> ids) {
    ExportedCells some = new ExportedCells(done, failed);
    some.done.keySet().retainAll(ids);
    some.failed.keySet().retainAll(ids);
    return some;
  }

  /** How many cells these are. */
  public int size() {
    return done.size() + failed.size();
  }
}
