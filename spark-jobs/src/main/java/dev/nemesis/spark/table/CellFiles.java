package dev.nemesis.spark.table;

import static java.util.stream.Collectors.toSet;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.CellFailure;
import dev.nemesis.grid.CellResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /** Suffix of the names of all such files. */
  static final String SUFFIX = ".parquet";

  static final Pattern CELL = Pattern.compile("([^/\\\\]+)-a(\\d{1,9})\\.parquet");
  static final Pattern FAILURE = Pattern.compile("([^/\\\\]+)\\.(\\d{1,9})\\.parquet");

  private CellFiles() {}

  /**
   * Writes a finished cell.
   *
   * @return false if this attempt at the cell is there already: then that one counts
   */
  public static boolean commit(OutFolder out, CellResult result) throws IOException {
    return commit(out, CellFile.of(result));
  }

  /** Writes a finished cell that is encoded; as {@link #commit(OutFolder, CellResult)}. */
  static boolean commit(OutFolder out, CellFile cell) throws IOException {
    return out.commit(cell.path(), cell.content());
  }

  /** Writes a failed attempt; as {@link #commit(OutFolder, CellResult)}. */
  public static boolean commit(OutFolder out, CellFailure failure) throws IOException {
    return out.commit(
        failureFile(failure.cellId(), failure.attempt()), RecordParquet.encode(failure));
  }

  /**
   * Reads a failed attempt.
   *
   * @throws InputException if there is none, or its file cannot be read
   */
  public static CellFailure failure(OutFolder out, String cellId, int attempt) {
    return out.read(failureFile(cellId, attempt), CellFailure.class);
  }

  /** Whether this attempt at the cell is done. */
  public static boolean isDone(OutFolder out, String cellId, int attempt) {
    return out.exists(path(cellId, attempt));
  }

  /** The latest good attempt by cell id. */
  public static Map<String, Integer> done(OutFolder out) {
    return done(out, List.of());
  }

  /** Returns the latest good attempt by cell id, without damaged files. */
  public static Map<String, Integer> done(OutFolder out, List<DamagedFiles.Damaged> damaged) {
    return latest(out, CELLS, CELL, damaged);
  }

  /** The latest failed attempt by cell id, of cells that are done as well. */
  public static Map<String, Integer> failed(OutFolder out) {
    return failed(out, List.of());
  }

  /** Returns the latest failed attempt by cell id, without damaged files. */
  public static Map<String, Integer> failed(OutFolder out, List<DamagedFiles.Damaged> damaged) {
    return latest(out, FAILURES, FAILURE, damaged);
  }

  /**
   * Reads a cell's latest good attempt.
   *
   * @throws InputException if the cell is not done, or its file cannot be read
   */
  public static CellResult read(OutFolder out, String cellId) {
    return read(out, cellId, latestAttempt(out, cellId));
  }

  /**
   * Reads one attempt at a cell.
   *
   * @throws InputException if there is none, or its file cannot be read
   */
  public static CellResult read(OutFolder out, String cellId, int attempt) {
    String path = path(cellId, attempt);
    CellResult result = out.read(path, CellResult.class);
    return result.learned().isEmpty()
        ? result.withLearned(out.read(path, EarlierLearned.class).arrays(result.cell()))
        : result;
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

  /** The latest attempt of any kind by cell id: done, failed, or done and damaged since. */
  public static Map<String, Integer> tried(OutFolder out) {
    Map<String, Integer> tried = done(out);
    failed(out).forEach((id, attempt) -> tried.merge(id, attempt, Math::max));
    latest(out, DamagedFiles.FOLDER + "/" + CELLS, CELL, List.of())
        .forEach((id, attempt) -> tried.merge(id, attempt, Math::max));
    return tried;
  }

  static String path(String cellId, int attempt) {
    return CELLS + "/" + cellId + "-a" + attempt + SUFFIX;
  }

  private static String failureFile(String cellId, int attempt) {
    return FAILURES + "/" + cellId + "." + attempt + SUFFIX;
  }

  private static Map<String, Integer> latest(
      OutFolder out, String folder, Pattern pattern, List<DamagedFiles.Damaged> damaged) {
    Set<String> left = damaged.stream().map(DamagedFiles.Damaged::file).collect(toSet());
    TreeMap<String, Integer> latest = new TreeMap<>();
    for (String name : out.names(folder)) {
      Matcher matcher = pattern.matcher(name);
      if (matcher.matches() && !left.contains(folder + "/" + name)) {
        latest.merge(matcher.group(1), Integer.valueOf(matcher.group(2)), Math::max);
      }
    }
    return latest;
  }
}
