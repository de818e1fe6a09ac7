package dev.nemesis.spark.run;

import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far the grid in a folder is, by dataset and shots: told from names of files alone, so that it
 * can be asked every few seconds of thousands of cells.
 *
 * @param grid its name
 * @param total of all parts
 * @param parts by dataset, then shots
 * @param driver who works on it; null if nobody does
 * @param secondsLeft the driver's last estimate; null where there is none
 * @param version rises when a cell is finished or fails
 */
public record GridProgress(
    String grid, Part total, List<Part> parts, String driver, Long secondsLeft, String version) {
  /** Pattern of the ids of cells and bundles, see {@link dev.nemesis.grid.CellId}. */
  private static final Pattern NAME =
      Pattern.compile("(?<dataset>.+?)-(?:base-)?(?:(?<shots>\\d{1,9})shot|zeroshot)-.*");

  public GridProgress {
    parts = List.copyOf(parts);
  }

  /**
   * Cells of one dataset and number of shots.
   *
   * @param shots 0 for zero-shot
   * @param planned how many the grid has
   * @param done of these
   * @param failed whose latest attempt failed and that were never done
   * @param running in training now
   */
  public record Part(String dataset, int shots, int planned, int done, int failed, int running) {
    private Part and(int morePlanned, int moreDone, int moreFailed, int moreRunning) {
      return new Part(
          dataset,
          shots,
          planned + morePlanned,
          done + moreDone,
          failed + moreFailed,
          running + moreRunning);
    }
  }

  /**
   * Looks now.
   *
   * @throws dev.nemesis.error.InputException if it is no output folder
   */
  public static GridProgress read(OutFolder out) {
    GridVersions.Manifest manifest = GridVersions.manifest(out);
    Map<String, Integer> done = CellFiles.done(out);
    Map<String, Integer> failed = CellFiles.failed(out);
    TreeMap<String, Part> parts = new TreeMap<>();
    for (String id : manifest.cells()) {
      boolean isDone = done.containsKey(id);
      add(parts, id, 1, isDone ? 1 : 0, !isDone && failed.containsKey(id) ? 1 : 0, 0);
    }
    Optional<String> driver =
        Lease.heard(out).filter(Lease.Heard::isAtWork).map(Lease.Heard::toString);
    Optional<ProgressFile> now = driver.flatMap(holder -> ProgressFile.read(out));
    now.ifPresent(
        progress ->
            progress.bundles().forEach(bundle -> add(parts, bundle.id(), 0, 0, 0, bundle.cells())));
    List<Part> known = List.copyOf(parts.values());
    return new GridProgress(
        manifest.name(),
        total(known),
        known,
        driver.orElse(null),
        now.map(ProgressFile::secondsLeft).orElse(null),
        version(done, failed));
  }

  private static void add(
      Map<String, Part> parts, String id, int planned, int done, int failed, int running) {
    Matcher name = NAME.matcher(id);
    String dataset = name.matches() ? name.group("dataset") : "";
    int shots =
        name.matches() && name.group("shots") != null ? Integer.parseInt(name.group("shots")) : 0;
    String key = String.format(Locale.ROOT, "%s %09d", dataset, shots);
    Part part = parts.getOrDefault(key, new Part(dataset, shots, 0, 0, 0, 0));
    parts.put(key, part.and(planned, done, failed, running));
  }

  private static Part total(List<Part> parts) {
    Part total = new Part("", 0, 0, 0, 0, 0);
    for (Part part : parts) {
      total = total.and(part.planned, part.done, part.failed, part.running);
    }
    return total;
  }

  /** Attempts are never taken back, so sums of them only rise. */
  private static String version(Map<String, Integer> done, Map<String, Integer> failed) {
    return attempts(done) + "." + attempts(failed);
  }

  private static long attempts(Map<String, Integer> latest) {
    return latest.values().stream().mapToLong(attempt -> attempt + 1).sum();
  }
}
