package dev.nemesis.spark;

import dev.nemesis.bench.Algorithm;
import dev.nemesis.bench.StepTiming;
import dev.nemesis.grid.CostResult;
import dev.nemesis.grid.Provenance;
import dev.nemesis.grid.StepCost;
import dev.nemesis.spark.table.AlignedColumns;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Timings of steps as rows of table {@code costs}, and in print with their ratios. */
final class StepCosts {
  private static final int NAME = 8;

  private StepCosts() {}

  /** The timings of one bench, which gets a name of its own. */
  static CostResult of(
      String model, int batch, int threads, List<StepTiming> timings, Provenance provenance) {
    String bench =
        provenance.startedAt().replaceAll("[^0-9T]", "").substring(0, 15)
            + "-"
            + UUID.randomUUID().toString().substring(0, NAME);
    List<StepCost> rows = timings.stream().map(timing -> row(timing, batch)).toList();
    return new CostResult(bench, model, batch, threads, BenchModel.cores(), rows, provenance);
  }

  private static StepCost row(StepTiming timing, int batch) {
    // PAN's passes encode the images as well.
    int encoded = timing.images() ? batch * (timing.step().positions() > 0 ? 2 : 1) : 0;
    return new StepCost(
        timing.names().dataset(),
        timing.names().classes(),
        timing.step().label(),
        timing.step().positions(),
        timing.step().cells(),
        timing.algorithm().name().toLowerCase(Locale.ROOT),
        encoded,
        timing.rounds(),
        timing.median(),
        timing.least(),
        timing.most());
  }

  /** Seconds first, then what is divided by what. */
  static void print(List<StepTiming> timings, PrintWriter to) {
    List<String[]> seconds = new ArrayList<>();
    seconds.add(new String[] {"classes", "step", "algorithm", "seconds a cell", "least", "most"});
    List<String[]> ratios = new ArrayList<>();
    ratios.add(new String[] {"classes", "ratio", "of medians", "least", "most"});
    for (StepTiming timing : timings) {
      seconds.add(
          new String[] {
            timing.names().toString(),
            timing.step().name(),
            algorithm(timing),
            BenchModel.number("%.4f", timing.median()),
            BenchModel.number("%.4f", timing.least()),
            BenchModel.number("%.4f", timing.most())
          });
      ratio(timing, timings, ratios);
    }
    AlignedColumns.print(seconds, to);
    to.println();
    if (ratios.size() > 1) {
      AlignedColumns.print(ratios, to);
      to.println();
    }
  }

  /** The reference over ours; ours over CoOp, both alone; a bundle's cell over one alone. */
  private static void ratio(StepTiming timing, List<StepTiming> timings, List<String[]> ratios) {
    String what;
    StepTiming by;
    if (timing.algorithm() == Algorithm.REFERENCE) {
      what = "reference / ours, %s, %s".formatted(timing.step().name(), side(timing));
      by = ours(timing, timing.step().name(), timings);
    } else if (timing.step().name().equals("coop")) {
      return;
    } else {
      what =
          timing.step().cells() > 1
              ? "a cell of %d together / one alone".formatted(timing.step().cells())
              : timing.step().name() + " / coop, ours";
      by = ours(timing, "coop", timings);
    }
    double[] rounds = timing.over(by);
    ratios.add(
        new String[] {
          timing.names().toString(),
          what,
          BenchModel.number("%.2f", timing.median() / by.median()),
          BenchModel.number("%.2f", Arrays.stream(rounds).min().orElseThrow()),
          BenchModel.number("%.2f", Arrays.stream(rounds).max().orElseThrow())
        });
  }

  private static StepTiming ours(StepTiming of, String step, List<StepTiming> timings) {
    return timings.stream()
        .filter(t -> t.algorithm() == Algorithm.OURS)
        .filter(t -> t.names().equals(of.names()) && t.step().name().equals(step))
        .findFirst()
        .orElseThrow();
  }

  private static String algorithm(StepTiming timing) {
    return timing.algorithm().name().toLowerCase(Locale.ROOT)
        + (timing.images() ? ", images encoded" : "");
  }

  private static String side(StepTiming timing) {
    return timing.images() ? "images included" : "text side";
  }
}
