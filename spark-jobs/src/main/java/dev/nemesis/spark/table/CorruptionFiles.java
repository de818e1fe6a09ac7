package dev.nemesis.spark.table;

import dev.nemesis.grid.CorruptionResult;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Corruption sweeps of an output folder: {@code corruptions/<cell_id>-a<attempt>.<noise>.parquet},
 * one row each, written once and never changed.
 */
public final class CorruptionFiles {
  /** Folder of corruption sweeps. */
  public static final String FOLDER = "corruptions";

  static final Pattern NAME = Pattern.compile("([^/\\\\]+)-a(\\d{1,9})\\.[a-z]+\\.parquet");

  private CorruptionFiles() {}

  /**
   * Writes a sweep.
   *
   * @return false if it is there already: then that one counts
   */
  public static boolean commit(OutFolder out, CorruptionResult result) throws IOException {
    return out.commit(
        file(result.cellId(), result.attempt(), result.noise()), RecordParquet.encode(result));
  }

  /**
   * Sweeps that are done.
   *
   * @param files the names of their files
   */
  public record Done(Set<String> files) {
    /** Whether this attempt at a cell was swept. */
    public boolean has(String cellId, int attempt, String noise) {
      return files.contains(name(cellId, attempt, noise));
    }
  }

  /** The sweeps of an output folder. */
  public static Done done(OutFolder out) {
    return new Done(Set.copyOf(out.names(FOLDER)));
  }

  private static String file(String cellId, int attempt, String noise) {
    return FOLDER + "/" + name(cellId, attempt, noise);
  }

  private static String name(String cellId, int attempt, String noise) {
    return cellId + "-a" + attempt + "." + noise + ".parquet";
  }
}
