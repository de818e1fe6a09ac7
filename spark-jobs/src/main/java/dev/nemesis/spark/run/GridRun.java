package dev.nemesis.spark.run;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.error.StorageFault;
import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Bundle;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CellFailure;
import dev.nemesis.grid.FailureKind;
import dev.nemesis.grid.GridFile;
import dev.nemesis.spark.session.Jobs;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;

/** Trains what a plan says, on Spark, one task a bundle. */
public final class GridRun {
  private static final long MILLIS_FOR_NEWS = 10_000;
  private static final Duration BETWEEN_PROGRESS_FILES = Duration.ofSeconds(2);

  private final SparkSession spark;
  private final Experiment experiment;
  private final OutFolder out;
  private final RunLines lines;
  private final Lease lease;
  private final boolean failFast;
  private Instant progressWritten = Instant.MIN;

  /**
   * A run into one folder.
   *
   * @param lines told how far the run is, about once a second, and of each failure
   * @param lease on the folder
   * @param failFast whether the first failure ends the run
   */
  public GridRun(
      SparkSession spark,
      Experiment experiment,
      OutFolder out,
      RunLines lines,
      Lease lease,
      boolean failFast) {
    this.spark = spark;
    this.experiment = experiment;
    this.out = out;
    this.lines = lines;
    this.lease = lease;
    this.failFast = failFast;
  }

  /**
   * How a run ended.
   *
   * @param trained cells with a new good attempt
   * @param failed cells whose new attempt failed
   * @param left cells that were not tried, because the run was to stop at the first failure
   */
  public record Outcome(int trained, int failed, int left) {
    /** Returns the combined outcome of this run and another. */
    public Outcome and(Outcome other) {
      return new Outcome(trained + other.trained, failed + other.failed, left + other.left);
    }
  }

  /** Ends a run that is to stop at the first failure. */
  private static final class FailedFast extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Trains the plan's bundles. Each cell is on disk as soon as its bundle is done; one that fails
   * leaves a failure row and stops no other. A bundle whose executors are lost as often as Spark
   * tries a task (it may be what kills them) has failed, and the others go on.
   *
   * @throws InputException if the output folder is full, or another driver took it
   * @throws IllegalStateException if Spark gives up
   */
  public Outcome train(GridFile grid, GridPlan plan) {
    List<Bundle> open = plan.bundles();
    int failing = fail(plan);
    if (open.isEmpty() || (failing > 0 && failFast)) {
      return new Outcome(0, failing, plan.toTrain());
    }
    List<Cell> cells = open.stream().flatMap(bundle -> bundle.cells().stream()).toList();
    experiment.prepare(spark, grid, out.uri("features"), cells, this::preparing);
    Progress progress = new Progress(open, out);
    FailureLines failures = new FailureLines(out, lines);
    try {
      while (!open.isEmpty()) {
        round(grid, open, progress, failures);
        open = progress.open();
      }
    } catch (FailedFast e) {
      lines.say("stopped at the first failure; run the same command to go on");
    }
    failures.tellNew();
    Progress.Count count = progress.count(Map.of());
    lines.accept(count.toString());
    return new Outcome(
        count.done(), failing + count.failed(), count.total() - count.done() - count.failed());
  }

  private void preparing(String line) {
    lines.accept(line);
    lease.check();
    if (line.endsWith("\n")) {
      return; // what happened, not how far it is
    }
    writeProgress(() -> new ProgressFile(Instant.now().toString(), line, null, List.of()));
  }

  /** Trains bundles until all have ended, or one was lost too often. */
  private void round(GridFile grid, List<Bundle> open, Progress progress, FailureLines failures) {
    TaskWatch watch = new TaskWatch();
    spark.sparkContext().addSparkListener(watch);
    try {
      Jobs.await(
          submit(grid, open),
          () -> look(open, watch, progress, failures),
          "Spark gave up; what is done is kept, run the same command to go on");
    } catch (IllegalStateException e) {
      waitForNews();
      watch.outputFull().ifPresent(this::full);
      Map<Integer, String> lost = watch.givenUp(tries());
      if (lost.isEmpty()) {
        throw e;
      }
      lost.forEach((bundle, reason) -> fail(open.get(bundle), reason));
    } finally {
      spark.sparkContext().removeSparkListener(watch);
    }
  }

  /**
   * Spark tells listeners of a lost task some time after it has told those who wait for the job.
   */
  private void waitForNews() {
    try {
      spark.sparkContext().listenerBus().waitUntilEmpty(MILLIS_FOR_NEWS);
    } catch (TimeoutException e) {
      // Then what is known has to do.
    }
  }

  private JavaFutureAction<Void> submit(GridFile grid, List<Bundle> bundles) {
    LongAccumulator epochs = spark.sparkContext().longAccumulator(TaskWatch.EPOCHS);
    BundleTask task =
        new BundleTask(experiment.trainer(grid, out.uri("features")), out, epochs, tries());
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return Jobs.inGroup(
        spark.sparkContext(),
        "cells",
        "training of " + bundles.size() + " bundles",
        () -> context.parallelize(bundles, bundles.size()).foreachPartitionAsync(task));
  }

  /** How often Spark starts a task at most. */
  private int tries() {
    return spark.sparkContext().isLocal()
        ? 1
        : spark.sparkContext().getConf().getInt("spark.task.maxFailures", 4);
  }

  private void look(List<Bundle> open, TaskWatch watch, Progress progress, FailureLines failures) {
    lease.check();
    watch.outputFull().ifPresent(this::full);
    Map<String, TaskWatch.Running> running = new HashMap<>();
    watch.running().forEach((bundle, where) -> running.put(open.get(bundle).id(), where));
    boolean failed;
    try {
      failed = failures.tellNew();
      lines.accept(progress.count(running).toString());
      writeProgress(() -> progress.file(running));
    } catch (InputException e) {
      return; // the storage is away for the driver; if it stays so, tasks will say what that means
    }
    if (failed && failFast) {
      throw new FailedFast();
    }
  }

  private void writeProgress(Supplier<ProgressFile> file) {
    Instant now = Instant.now();
    if (progressWritten.plus(BETWEEN_PROGRESS_FILES).isBefore(now)) {
      progressWritten = now;
      file.get().write(out);
    }
  }

  private void full(String reason) {
    throw InputException.cannot(
        ErrorCode.OUTPUT,
        "write to output folder %s: %s; make room and run the same command to go on: what is done is"
                .formatted(out.location(), reason)
            + " kept");
  }

  /** Writes down cells whose weights cannot be used, and counts them. */
  private int fail(GridPlan plan) {
    FailureLines failures = new FailureLines(out, lines);
    plan.failing()
        .forEach((attempt, why) -> commit(Failures.of(attempt, "weights", FailureKind.DATA, why)));
    failures.tellNew();
    return plan.failing().size();
  }

  /** Writes down that a bundle's task never came back. */
  private void fail(Bundle bundle, String reason) {
    for (Attempt attempt : bundle.attempts()) {
      if (!CellFiles.isDone(out, attempt.cellId(), attempt.attempt())) {
        commit(
            Failures.of(
                attempt,
                "run",
                FailureKind.INFRASTRUCTURE,
                new IOException("Spark lost its task %d times: %s".formatted(tries(), reason))));
      }
    }
  }

  private void commit(CellFailure failure) {
    try {
      CellFiles.commit(out, failure);
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.OUTPUT,
          "write to output folder %s: %s; run the same command when that is mended, what is done"
                  .formatted(out.location(), StorageFault.reason(e))
              + " is kept",
          e);
    }
  }
}
