package dev.nemesis.spark.run;

import dev.nemesis.grid.Cell;
import dev.nemesis.grid.GridFile;
import dev.nemesis.spark.feature.FeatureNeed;
import dev.nemesis.spark.session.TaskRoom;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.SparkSession;

/**
 * Another experiment, with something around the training of its bundles.
 *
 * @param around makes the trainer that executors get of the experiment's own
 */
public record AroundTraining(Experiment experiment, UnaryOperator<BundleTrainer> around)
    implements Experiment {
  @Override
  public BundleTrainer trainer(GridFile grid, String features) {
    return around.apply(experiment.trainer(grid, features));
  }

  @Override
  public GridInputs inputs(GridFile grid) {
    return experiment.inputs(grid);
  }

  @Override
  public GridInputs assumedInputs(GridFile grid) {
    return experiment.assumedInputs(grid);
  }

  @Override
  public ToIntFunction<Cell> bundleSizes(GridFile grid, TaskRoom room) {
    return experiment.bundleSizes(grid, room);
  }

  @Override
  public void prepare(
      SparkSession spark,
      GridFile grid,
      String features,
      List<Cell> cells,
      Consumer<String> progressLine) {
    experiment.prepare(spark, grid, features, cells, progressLine);
  }

  @Override
  public FeatureNeed need(GridFile grid, String features, List<Cell> cells) {
    return experiment.need(grid, features, cells);
  }

  @Override
  public PromptSweeper sweeper(GridFile grid, String features) {
    return experiment.sweeper(grid, features);
  }
}
