package dev.nemesis.spark.run;

import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Bundle;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/**
 * Counts cells while bundles are trained. What is done is read off the output folder, so that the
 * count is right while a bundle still runs; what runs comes from Spark. Tasks of the one stage that
 * trains are known by their index, which is the bundle's.
 */
final class Progress extends SparkListener {
  private final GridPlan plan;
  private final OutFolder out;
  private final long start = System.nanoTime();
  private final Set<Integer> runningBundles = ConcurrentHashMap.newKeySet();

  Progress(GridPlan plan, OutFolder out) {
    this.plan = plan;
    this.out = out;
  }

  /**
   * Cells by their state. {@code left} is null as long as nothing is done to judge by, and at the
   * end.
   */
  record Count(int done, int running, int failed, int total, Duration left) {
    @Override
    public String toString() {
      String counts = done + " done, " + running + " running, " + failed + " failed of " + total;
      return "cells: " + counts + (left == null ? "" : ", about " + text(left) + " left");
    }

    private static String text(Duration left) {
      return left.toMinutes() >= 1
          ? left.toMinutes() + " min " + left.toSecondsPart() + " s"
          : left.toSeconds() + " s";
    }
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart task) {
    runningBundles.add(task.taskInfo().index());
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    runningBundles.remove(task.taskInfo().index());
  }

  /** The state now. */
  Count count() {
    Map<String, Integer> done = CellFiles.done(out);
    Map<String, Integer> failed = CellFiles.failed(out);
    int trained = 0;
    int failures = 0;
    int running = 0;
    long work = 0;
    for (int i = 0; i < plan.bundles().size(); i++) {
      Bundle bundle = plan.bundles().get(i);
      for (Attempt attempt : bundle.attempts()) {
        boolean isDone = done.getOrDefault(attempt.cellId(), -1) >= attempt.attempt();
        boolean isFailed = failed.getOrDefault(attempt.cellId(), -1) >= attempt.attempt();
        if (isDone || isFailed) {
          trained += isDone ? 1 : 0;
          failures += isDone ? 0 : 1;
          work += 1 + plan.steps().get(attempt.cellId());
        } else if (runningBundles.contains(i)) {
          running++;
        }
      }
    }
    return new Count(trained, running, failures, plan.toTrain(), left(work));
  }

  private Duration left(long work) {
    long total = plan.totalSteps() + plan.toTrain();
    if (work == 0 || work == total) {
      return null;
    }
    double nanos = (System.nanoTime() - start) * ((double) (total - work) / work);
    return Duration.ofNanos((long) nanos);
  }
}
