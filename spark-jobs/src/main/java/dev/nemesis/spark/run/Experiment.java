package dev.nemesis.spark.run;

import dev.nemesis.grid.Cell;
import dev.nemesis.grid.GridFile;
import dev.nemesis.spark.feature.FeatureNeed;
import dev.nemesis.spark.session.TaskRoom;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.apache.spark.sql.SparkSession;

/** Experiment that a run trains: the part of it that knows CLIP, datasets and losses. */
public interface Experiment {
  /**
   * Opens the weights, the vocabulary and every dataset the grid names, and checks them, before
   * anything is trained. Runs in the driver and needs no Spark.
   *
   * @throws dev.nemesis.error.InputException if any of them cannot be used
   */
  GridInputs inputs(GridFile grid);

  /**
   * Opens and checks the inputs for a plan, where anything not given is assumed as published.
   *
   * @throws dev.nemesis.error.InputException if anything that is given cannot be used
   */
  GridInputs assumedInputs(GridFile grid);

  /**
   * How many cells like a given one are best trained together.
   *
   * @param room what a task has to compute with
   */
  ToIntFunction<Cell> bundleSizes(GridFile grid, TaskRoom room);

  /**
   * Does, once, what the cells share: features of the images they need, as Spark jobs.
   *
   * @param features folder of the feature store
   * @param progressLine told how far that is, about once a second; what ends in a line break is to
   *     stay
   * @throws dev.nemesis.error.InputException if images are broken, and not to be skipped or too
   *     many
   */
  void prepare(
      SparkSession spark,
      GridFile grid,
      String features,
      List<Cell> cells,
      Consumer<String> progressLine);

  /**
   * Returns the features that {@link #prepare} would have to compute. Needs no Spark.
   *
   * @param features folder of the feature store
   */
  FeatureNeed need(GridFile grid, String features, List<Cell> cells);

  /** Returns the trainer of this grid's bundles, which is sent to executors. */
  BundleTrainer trainer(GridFile grid, String features);

  /** Returns the sweeper of this grid's learned prompts, which is sent to executors. */
  PromptSweeper sweeper(GridFile grid, String features);
}
