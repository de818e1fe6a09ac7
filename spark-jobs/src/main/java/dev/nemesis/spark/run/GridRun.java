package dev.nemesis.spark.run;

import dev.nemesis.grid.Bundle;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.GridFile;
import dev.nemesis.spark.session.Jobs;
import dev.nemesis.spark.table.OutFolder;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Trains what a plan says, on Spark, one task a bundle. */
public final class GridRun {
  private final SparkSession spark;
  private final Experiment experiment;
  private final OutFolder out;
  private final Consumer<String> progressLine;

  /**
   * A run into one folder.
   *
   * @param progressLine told how far the run is, about once a second
   */
  public GridRun(
      SparkSession spark, Experiment experiment, OutFolder out, Consumer<String> progressLine) {
    this.spark = spark;
    this.experiment = experiment;
    this.out = out;
    this.progressLine = progressLine;
  }

  /**
   * How a run ended.
   *
   * @param trained cells with a new good attempt
   * @param failed cells whose new attempt failed
   */
  public record Outcome(int trained, int failed) {}

  /**
   * Trains the plan's bundles. Each cell is on disk as soon as it is done; one that fails leaves a
   * failure row and stops no other.
   *
   * @throws IllegalStateException if Spark gives up
   */
  public Outcome train(GridFile grid, GridPlan plan) {
    if (plan.bundles().isEmpty()) {
      return new Outcome(0, 0);
    }
    List<Cell> cells = plan.bundles().stream().flatMap(b -> b.cells().stream()).toList();
    experiment.prepare(spark, grid, out.uri("features"), cells, progressLine);
    Progress progress = new Progress(plan, out);
    spark.sparkContext().addSparkListener(progress);
    try {
      Jobs.await(
          submit(grid, plan.bundles()),
          () -> progressLine.accept(progress.count().toString()),
          "Spark gave up; what is done is kept, run the same command to go on");
    } finally {
      spark.sparkContext().removeSparkListener(progress);
    }
    Progress.Count count = progress.count();
    return new Outcome(count.done(), count.failed());
  }

  private JavaFutureAction<Void> submit(GridFile grid, List<Bundle> bundles) {
    BundleTask task = new BundleTask(experiment.trainer(grid, out.uri("features")), out);
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(bundles, bundles.size())
        .foreachPartitionAsync(task);
  }
}
