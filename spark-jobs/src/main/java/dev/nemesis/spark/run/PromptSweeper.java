package dev.nemesis.spark.run;

import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.CorruptionResult;
import dev.nemesis.loss.Corruption;
import java.io.Serializable;

/** Corrupts the prompts of finished cells in executors; serialized by Java. */
public interface PromptSweeper extends Serializable {
  /**
   * Tests a cell's prompt once for every corruption of the paper, on the cell's own dataset.
   *
   * @param cell with a learned prompt
   * @param noise what the strength of replacing noise means
   */
  CorruptionResult sweep(CellResult cell, Corruption.Noise noise) throws Exception;
}
