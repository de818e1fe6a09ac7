package dev.nemesis.spark.run;

import dev.nemesis.error.InputException;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import java.util.Map;

/** Says each failure of a run when it happens. */
final class FailureLines {
  private final OutFolder out;
  private final RunLines lines;
  private Map<String, Integer> told;

  /** Starts after the failures that exist already; these are not told. */
  FailureLines(OutFolder out, RunLines lines) {
    this.out = out;
    this.lines = lines;
    told = CellFiles.failed(out);
  }

  /**
   * Says those that are new, and returns whether there were any.
   *
   * @throws InputException if the storage is away; they are told the next time
   */
  boolean tellNew() {
    Map<String, Integer> failed = CellFiles.failed(out);
    boolean any = false;
    for (Map.Entry<String, Integer> failure : failed.entrySet()) {
      if (told.getOrDefault(failure.getKey(), -1) < failure.getValue()) {
        lines.say(Failures.line(CellFiles.failure(out, failure.getKey(), failure.getValue())));
        any = true;
      }
    }
    told = failed;
    return any;
  }
}
