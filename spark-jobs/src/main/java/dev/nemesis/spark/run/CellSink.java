package dev.nemesis.spark.run;

import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.CellResult;

/** Takes cells as they finish; what it has taken is on disk. */
public interface CellSink {
  /** A cell is done; the result has the id and number of one of the bundle's attempts. */
  void done(CellResult result);

  /**
   * A cell failed; the others go on.
   *
   * @param stage {@code features}, {@code train} or {@code evaluate}
   */
  void failed(Attempt attempt, String stage, Throwable cause);
}
