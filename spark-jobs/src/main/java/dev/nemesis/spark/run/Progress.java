package dev.nemesis.spark.run;

import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Bundle;
import dev.nemesis.grid.Bundles;
import dev.nemesis.grid.OptimizerSpec;
import dev.nemesis.spark.run.ProgressFile.RunningBundle;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Counts cells while bundles are trained. What is done is read off the output folder, so that the
 * count is right while a bundle still runs; what runs comes from Spark.
 */
final class Progress {
  private final List<Bundle> all;
  private final OutFolder out;
  private final long start = System.nanoTime();

  Progress(List<Bundle> all, OutFolder out) {
    this.all = all;
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
      if (left.toHours() >= 1) {
        return left.toHours() + " h " + left.toMinutesPart() + " min";
      }
      return left.toMinutes() >= 1
          ? left.toMinutes() + " min " + left.toSecondsPart() + " s"
          : left.toSeconds() + " s";
    }
  }

  /**
   * The state now.
   *
   * @param running by id of the bundle
   */
  Count count(Map<String, TaskWatch.Running> running) {
    Ended ended = Ended.in(out);
    int done = 0;
    int failures = 0;
    int inWork = 0;
    double work = 0;
    double total = 0;
    for (Bundle bundle : all) {
      double epochs = epochs(bundle);
      TaskWatch.Running now = running.get(bundle.id());
      for (Attempt attempt : bundle.attempts()) {
        double own = 1 + Bundles.work(attempt.cell());
        total += own;
        if (ended.is(attempt)) {
          done += ended.isDone(attempt) ? 1 : 0;
          failures += ended.isDone(attempt) ? 0 : 1;
          work += own;
        } else if (now != null) {
          inWork++;
          work += epochs == 0 ? 0 : own * Math.min(1, now.epochs() / epochs);
        }
      }
    }
    return new Count(done, inWork, failures, cells(all), left(work, total));
  }

  private static int cells(List<Bundle> bundles) {
    return bundles.stream().mapToInt(Bundle::size).sum();
  }

  private Duration left(double work, double total) {
    if (work == 0 || work == total) {
      return null;
    }
    return Duration.ofNanos((long) ((System.nanoTime() - start) * ((total - work) / work)));
  }

  private static int epochs(Bundle bundle) {
    OptimizerSpec optimizer = bundle.shared().optimizer();
    return optimizer == null ? 0 : optimizer.epochs();
  }

  /** Returns the current progress as a file, for those who look from elsewhere. */
  ProgressFile file(Map<String, TaskWatch.Running> running) {
    List<RunningBundle> bundles = new ArrayList<>();
    for (Bundle bundle : all) {
      TaskWatch.Running now = running.get(bundle.id());
      if (now != null) {
        bundles.add(
            new RunningBundle(
                bundle.id(),
                bundle.size(),
                now.host(),
                now.executor(),
                now.epochs(),
                epochs(bundle),
                Instant.ofEpochMilli(now.since()).toString()));
      }
    }
    Count count = count(running);
    return new ProgressFile(
        Instant.now().toString(),
        count.toString(),
        count.left() == null ? null : count.left().toSeconds(),
        bundles);
  }

  /** Bundles with a cell that has neither a result nor a failure of this run. */
  List<Bundle> open() {
    Ended ended = Ended.in(out);
    return all.stream().filter(bundle -> !bundle.attempts().stream().allMatch(ended::is)).toList();
  }

  /** Attempts that are done or failed. */
  private record Ended(Map<String, Integer> done, Map<String, Integer> failed) {
    static Ended in(OutFolder out) {
      return new Ended(CellFiles.done(out), CellFiles.failed(out));
    }

    boolean isDone(Attempt attempt) {
      return done.getOrDefault(attempt.cellId(), -1) >= attempt.attempt();
    }

    boolean is(Attempt attempt) {
      return isDone(attempt) || failed.getOrDefault(attempt.cellId(), -1) >= attempt.attempt();
    }
  }
}
