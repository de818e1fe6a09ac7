package dev.nemesis.spark.run;

import dev.nemesis.grid.Bundle;
import java.io.Serializable;

/** Trains bundles in executors; serialized by Java, with several threads using one. */
public interface BundleTrainer extends Serializable {
  /**
   * Trains all cells of a bundle and hands over each as soon as it is done. An exception thrown
   * here is the failure of every cell not handed over yet.
   */
  void train(Bundle bundle, CellSink sink) throws Exception;
}
