package dev.nemesis.spark.table;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.CostResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Timings in an output folder: {@code costs/<bench>.parquet}, one row a run of the bench, written
 * once and never changed. A folder may hold nothing else.
 */
public final class CostFiles {
  /** Folder of timings. */
  public static final String FOLDER = "costs";

  private CostFiles() {}

  /**
   * Writes a bench's timings.
   *
   * @return false if it is there already: then that one counts
   */
  public static boolean commit(OutFolder out, CostResult result) throws IOException {
    return out.commit(FOLDER + "/" + result.bench() + ".parquet", RecordParquet.encode(result));
  }

  /** Whether there are any. */
  public static boolean areIn(OutFolder out) {
    return !out.names(FOLDER).isEmpty();
  }

  /**
   * Reads every bench.
   *
   * @return the earliest first
   * @throws InputException if there is none, or a file is no bench's
   */
  public static List<CostResult> read(OutFolder out) {
    List<CostResult> results = new ArrayList<>();
    for (String name : out.names(FOLDER)) {
      CostResult result;
      try {
        result = out.read(FOLDER + "/" + name, CostResult.class);
      } catch (InputException e) {
        throw notTimings(out, "read " + FOLDER + "/" + name + " in ", e);
      }
      if (result.model() == null || result.provenance() == null) {
        throw notTimings(out, "take " + FOLDER + "/" + name + " for timings in ", null);
      }
      results.add(result);
    }
    if (results.isEmpty()) {
      throw notTimings(out, "find timings in ", null);
    }
    results.sort((a, b) -> a.provenance().finishedAt().compareTo(b.provenance().finishedAt()));
    return results;
  }

  private static InputException notTimings(OutFolder out, String what, Exception cause) {
    return InputException.cannot(
        ErrorCode.ARGUMENT,
        what + out.location() + "; give a folder that 'nemesis bench step --out' wrote to",
        cause);
  }
}
