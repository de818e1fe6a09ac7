package dev.nemesis.spark.run;

import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.CellResult;
import java.io.IOException;

/** Takes cells as they finish; they are on disk when their bundle's training has returned. */
public interface CellSink {
  /** A cell is done; the result has the id and number of one of the bundle's attempts. */
  void done(CellResult result) throws IOException;

  /**
   * A cell failed; the others go on.
   *
   * @param stage {@code train}
   */
  void failed(Attempt attempt, String stage, Throwable cause) throws IOException;

  /** The bundle has made one more epoch. */
  void epoch();
}
