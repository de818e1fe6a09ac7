package dev.nemesis.spark;

import dev.nemesis.bench.Calibration;
import dev.nemesis.bench.PaperTimings;
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
 * @param costs the timings by model; empty where this machine was not timed
 * @param tasks bundles trained at once, by ours; cells at once, the reference's way
 * @param datasets by name
 */
record PlannedHours(Map<String, Calibration> costs, int tasks, Map<String, Hours> datasets) {
  private static final double SECONDS = 3600;

  /**
   * Hours of some cells.
   *
   * @param cells how many of them are in the hours: those a step like whose was timed
   */
  record Sum(int cells, double hours) {
    private static final Sum NONE = new Sum(0, 0);

    private static Sum of(OptionalDouble seconds, double steps) {
      return seconds.isEmpty() ? NONE : new Sum(1, steps * seconds.getAsDouble() / SECONDS);
    }

    private Sum dividedBy(int tasks) {
      return new Sum(cells, hours / tasks);
    }

    private Sum plus(Sum other) {
      return new Sum(cells + other.cells, hours + other.hours);
    }

    private String of(int all) {
      String number = BenchModel.number(hours < 1 ? "%.3f" : "%.1f", hours);
      return cells == 0 ? "not timed" : cells == all ? number : number + " for " + cells;
    }
  }

  /**
   * Training hours of some cells.
   *
   * @param cells how many
   * @param ours in bundles
   * @param reference one by one, as the published code trains them
   * @param paper one by one, on the GPU of the paper's authors
   */
  record Hours(int cells, Sum ours, Sum reference, Sum paper) {
    private static final Hours NONE = new Hours(0, Sum.NONE, Sum.NONE, Sum.NONE);

    private Hours plus(Hours other) {
      return new Hours(
          cells + other.cells,
          ours.plus(other.ours),
          reference.plus(other.reference),
          paper.plus(other.paper));
    }
  }

  static PlannedHours of(
      GridPlan plan, GridInputs inputs, Map<String, Calibration> costs, int tasks) {
    Calibration paper = PaperTimings.calibration();
    Map<String, Hours> datasets = new TreeMap<>();
    for (Bundle bundle : plan.bundles()) {
      for (Attempt attempt : bundle.attempts()) {
        Cell cell = attempt.cell();
        long steps = plan.steps().get(attempt.cellId());
        if (steps == 0) {
          continue; // zero-shot: nothing is trained
        }
        int classes = inputs.trainedClasses(cell);
        String model = inputs.weights().get(cell.backbone()).model();
        Calibration own = costs.get(model);
        OptionalDouble none = OptionalDouble.empty();
        Hours hours =
            new Hours(
                1,
                Sum.of(own == null ? none : own.ours(cell, classes, bundle.size()), steps)
                    .dividedBy(tasks),
                Sum.of(own == null ? none : own.reference(cell, classes), steps).dividedBy(tasks),
                Sum.of(
                    model.equals(PaperTimings.MODEL) ? paper.reference(cell, classes) : none,
                    steps));
        datasets.merge(cell.dataset(), hours, Hours::plus);
      }
    }
    return new PlannedHours(costs, tasks, datasets);
  }

  /** Returns the total hours of all datasets. */
  Hours total() {
    return datasets.values().stream().reduce(Hours.NONE, Hours::plus);
  }

  void print(PrintWriter to) {
    Hours total = total();
    if (total.cells() == 0) {
      return;
    }
    if (costs.isEmpty()) {
      to.printf(
          "hours    of this machine are unknown: time it with 'nemesis bench step --out DIR', then"
              + " give --calibration DIR%n");
    }
    for (Calibration timed : costs.values()) {
      CostResult from = timed.latest();
      to.printf(
          "hours    training steps alone, %d at once, by timings of %s on %s, %s, %d threads, %s%n",
          tasks,
          from.model(),
          from.provenance().host(),
          from.provenance().device(),
          from.threads(),
          from.provenance().finishedAt());
    }
    boolean paper = total.paper().cells() > 0;
    if (paper) {
      to.printf(
          "hours    the paper's: the published code on its authors' GPU, one cell at a time, by tables"
              + " A8 and A9%n");
    }
    if (costs.isEmpty() && !paper) {
      return;
    }
    List<String[]> lines = new ArrayList<>();
    lines.add(line("dataset", "cells", "hours", "the reference's way", "the paper's"));
    datasets.forEach((name, hours) -> lines.add(line(name, hours)));
    lines.add(line("in total", total));
    AlignedColumns.print(lines, to);
  }

  private String[] line(String name, Hours hours) {
    int cells = hours.cells();
    return line(
        name,
        Integer.toString(cells),
        hours.ours().of(cells),
        hours.reference().of(cells),
        hours.paper().of(cells));
  }

  /** Without columns that have nothing in them. */
  private String[] line(String name, String cells, String ours, String reference, String paper) {
    List<String> line = new ArrayList<>(List.of(name, cells));
    if (!costs.isEmpty()) {
      line.add(ours);
      line.add(reference);
    }
    if (total().paper().cells() > 0) {
      line.add(paper);
    }
    return line.toArray(String[]::new);
  }
}
