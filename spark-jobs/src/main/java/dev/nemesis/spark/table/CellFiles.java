package dev.nemesis.spark.table;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.CellFailure;
import dev.nemesis.grid.CellResult;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The truth of an output folder: {@code cells/<cell_id>-a<attempt>.parquet}, one row each, written
 * once and never changed, and {@code failures/<cell_id>.<attempt>.parquet}. What is done can be
 * told from the names alone.
 */
public final class CellFiles {
  /** Folder of finished cells. */
  public static final String CELLS = "cells";

  /** Folder of failed attempts. */
  public static final String FAILURES = "failures";

  private static final Pattern CELL = Pattern.compile("(.+)-a(\\d{1,9})\\.parquet");
  private static final Pattern FAILURE = Pattern.compile("(.+)\\.(\\d{1,9})\\.parquet");

  private CellFiles() {}

  /**
   * Writes a finished cell.
   *
   * @return false if this attempt at the cell is there already: then that one counts
   */
  public static boolean commit(OutFolder out, CellResult result) throws IOException {
    return out.commit(cellFile(result.cellId(), result.attempt()), RecordParquet.encode(result));
  }

  /** Writes a failed attempt; as {@link #commit(OutFolder, CellResult)}. */
  public static boolean commit(OutFolder out, CellFailure failure) throws IOException {
    String name = FAILURES + "/" + failure.cellId() + "." + failure.attempt() + ".parquet";
    return out.commit(name, RecordParquet.encode(failure));
  }

  /** Whether this attempt at the cell is done. */
  public static boolean isDone(OutFolder out, String cellId, int attempt) {
    return out.exists(cellFile(cellId, attempt));
  }

  /** The latest good attempt by cell id. */
  public static Map<String, Integer> done(OutFolder out) {
    return latest(out, CELLS, CELL);
  }

  /** The latest failed attempt by cell id, of cells that are done as well. */
  public static Map<String, Integer> failed(OutFolder out) {
    return latest(out, FAILURES, FAILURE);
  }

  /**
   * Reads a cell's latest good attempt.
   *
   * @throws InputException if the cell is not done, or its file cannot be read
   */
  public static CellResult read(OutFolder out, String cellId) {
    return out.read(cellFile(cellId, latestAttempt(out, cellId)), CellResult.class);
  }

  /**
   * A cell's latest good attempt.
   *
   * @throws InputException if the cell is not done
   */
  public static int latestAttempt(OutFolder out, String cellId) {
    Integer attempt = done(out).get(cellId);
    if (attempt == null) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT,
          "find a finished cell "
              + cellId
              + " in "
              + out.location()
              + "; give a cell_id of table results");
    }
    return attempt;
  }

  private static String cellFile(String cellId, int attempt) {
    return CELLS + "/" + cellId + "-a" + attempt + ".parquet";
  }

  private static Map<String, Integer> latest(OutFolder out, String folder, Pattern pattern) {
    TreeMap<String, Integer> latest = new TreeMap<>();
    for (String name : out.names(folder)) {
      Matcher matcher = pattern.matcher(name);
      if (matcher.matches()) {
        latest.merge(matcher.group(1), Integer.valueOf(matcher.group(2)), Math::max);
      }
    }
    return latest;
  }
}
