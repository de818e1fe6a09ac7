package dev.nemesis.spark.storage;

import dev.nemesis.grid.Cell;
import dev.nemesis.grid.GridFile;
import dev.nemesis.spark.feature.FeatureNeed;
import dev.nemesis.spark.run.BundleTrainer;
import dev.nemesis.spark.run.Experiment;
import dev.nemesis.spark.run.GridInputs;
import dev.nemesis.spark.run.PromptSweeper;
import dev.nemesis.spark.session.TaskRoom;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.apache.spark.sql.SparkSession;

/** Another experiment, with something that happens each time a bundle's training starts. */
record Interfering(Experiment experiment) implements Experiment {
  private static final AtomicInteger STARTED = new AtomicInteger();
  private static Interference interference;

  /** What happens. */
  interface Interference {
    /** Before the training; {@code start} is counted from 1, over all bundles. */
    void before(int start) throws Exception;
  }

  /** Local executors share what happens with the driver; there is one at a time. */
  static Interfering with(Experiment experiment, Interference interference) {
    STARTED.set(0);
    Interfering.interference = interference;
    return new Interfering(experiment);
  }

  /** How often a training started. */
  static int started() {
    return STARTED.get();
  }

  @Override
  public BundleTrainer trainer(GridFile grid, String features) {
    BundleTrainer trainer = experiment.trainer(grid, features);
    return (bundle, sink) -> {
      interference.before(STARTED.incrementAndGet());
      trainer.train(bundle, sink);
    };
  }

  @Override
  public GridInputs inputs(GridFile grid) {
    return experiment.inputs(grid);
  }

  @Override
  public GridInputs supposedInputs(GridFile grid) {
    return experiment.supposedInputs(grid);
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
