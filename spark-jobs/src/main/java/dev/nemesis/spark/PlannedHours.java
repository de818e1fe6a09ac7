package dev.nemesis.spark;

import dev.nemesis.bench.Calibration;
import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Bundle;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CostResult;
import dev.nemesis.spark.run.GridInputs;
import dev.nemesis.spark.run.GridPlan;
import dev.nemesis.spark.table.AlignedColumns;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * How long a plan's training takes: the steps of its cells times what a step was timed to cost.
 *
 * @param costs the timings
 * @param tasks bundles trained at once, by ours; cells at once, the reference's way
 * @param datasets by name
 * @param untimed cells whose steps were not timed, and which are in none of the hours
 */
record PlannedHours(
    Calibration costs, int tasks, Map<String, Hours> datasets, List<String> untimed) {
  private static final double SECONDS = 3600;

  /**
   * Of some cells.
   *
   * @param cells how many
   * @param ours hours in bundles
   * @param reference hours one by one, as the published code trains them; null where its steps were
   *     not timed
   */
  record Hours(int cells, double ours, Double reference) {
    private static final Hours NONE = new Hours(0, 0, 0.0);

    private Hours plus(Hours other) {
      boolean known = reference != null && other.reference != null;
      return new Hours(
          cells + other.cells, ours + other.ours, known ? reference + other.reference : null);
    }
  }

  static PlannedHours of(GridPlan plan, GridInputs inputs, Calibration costs, int tasks) {
    Map<String, Hours> datasets = new TreeMap<>();
    List<String> untimed = new ArrayList<>();
    for (Bundle bundle : plan.bundles()) {
      for (Attempt attempt : bundle.attempts()) {
        Cell cell = attempt.cell();
        long steps = plan.steps().get(attempt.cellId());
        if (steps == 0) {
          continue; // zero-shot: nothing is trained
        }
        int classes = inputs.trainedClasses(cell);
        OptionalDouble ours = costs.ours(cell, classes, bundle.size());
        OptionalDouble reference = costs.reference(cell, classes);
        if (ours.isEmpty()) {
          untimed.add(attempt.cellId());
          continue;
        }
        double perSecond = steps / SECONDS / tasks;
        Hours hours =
            new Hours(
                1,
                perSecond * ours.getAsDouble(),
                reference.isEmpty() ? null : perSecond * reference.getAsDouble());
        datasets.merge(cell.dataset(), hours, Hours::plus);
      }
    }
    return new PlannedHours(costs, tasks, datasets, untimed);
  }

  /** Of all datasets. */
  Hours total() {
    return datasets.values().stream().reduce(Hours.NONE, Hours::plus);
  }

  void print(PrintWriter to) {
    CostResult from = costs.latest();
    to.printf(
        "hours    training steps alone, %d at once, by timings of %s on %s, %s, %d threads, %s%n",
        tasks,
        from.model(),
        from.provenance().host(),
        from.provenance().device(),
        from.threads(),
        from.provenance().finishedAt());
    List<String[]> lines = new ArrayList<>();
    lines.add(new String[] {"dataset", "cells", "hours", "the reference's way"});
    datasets.forEach((name, hours) -> lines.add(line(name, hours)));
    lines.add(line("in total", total()));
    AlignedColumns.print(lines, to);
    if (!untimed.isEmpty()) {
      to.printf(
          "%d cells are in none of these: no step like theirs was timed, e.g. %s%n",
          untimed.size(), untimed.get(0));
    }
  }

  private static String[] line(String name, Hours hours) {
    return new String[] {
      name,
      Integer.toString(hours.cells()),
      number(hours.ours()),
      hours.reference() == null ? "not timed" : number(hours.reference())
    };
  }

  private static String number(double hours) {
    return BenchModel.number(hours < 1 ? "%.3f" : "%.1f", hours);
  }
}
