package dev.nemesis.spark.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.spark.table.JsonFile;
import dev.nemesis.spark.table.OutFolder;
import java.util.List;
import java.util.Optional;

/**
 * How far a run is, {@code progress.json} in its output folder, written again every few seconds:
 * for those who look from elsewhere.
 *
 * @param at when it was written; ISO 8601, UTC
 * @param line how far it is, as the console of the run shows it
 * @param secondsLeft how long it will take; null as long as there is nothing to judge by, at the
 *     end, and in older files
 * @param bundles that were being trained
 */
public record ProgressFile(String at, String line, Long secondsLeft, List<RunningBundle> bundles) {
  private static final String NAME = "progress.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  public ProgressFile {
    bundles = List.copyOf(bundles);
  }

  /**
   * A bundle that is being trained.
   *
   * @param id of the bundle
   * @param cells how many cells it has
   * @param host where
   * @param executor Spark's name of the JVM
   * @param epoch how many it has made, as of the executor's last heartbeat
   * @param epochs how many it will make
   * @param since when it started; ISO 8601, UTC
   */
  public record RunningBundle(
      String id, int cells, String host, String executor, long epoch, int epochs, String since) {}

  void write(OutFolder out) {
    JsonFile.replace(out, NAME, this);
  }

  /** Reads the progress that the latest run wrote last; empty if there is none to read. */
  public static Optional<ProgressFile> read(OutFolder out) {
    if (!out.exists(NAME)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JSON.readValue(out.read(NAME), ProgressFile.class));
    } catch (JsonProcessingException e) {
      return Optional.empty(); // of another version: there is nothing in it but the present
    }
  }
}
