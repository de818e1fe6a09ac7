package dev.nemesis.spark;

import dev.nemesis.bench.ClassNameTokens;
import dev.nemesis.bench.GridBench;
import dev.nemesis.bench.StepCase;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.spark.table.AlignedColumns;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nemesis bench grid}. */
@Command(
    name = "grid",
    description =
        "Cells trained per hour, by how many are trained together, in turns. A cell is trained from "
            + "start to end, with its test images after every epoch; features are random and there already.")
final class BenchGridCommand implements Callable<Integer> {
  private static final int BATCH = 32;

  @Mixin private BenchModel model;

  @Option(
      names = "--bundles",
      split = ",",
      paramLabel = "N",
      defaultValue = "1,2,4,8,16,32",
      description = "Cells trained together; default: ${DEFAULT-VALUE}.")
  private List<Integer> bundles;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      defaultValue = "1",
      description = "Bundles trained at once, one libtorch thread each; default: ${DEFAULT-VALUE}.")
  private int tasks;

  @Option(
      names = "--step",
      paramLabel = "STEP",
      defaultValue = "coop",
      description =
          "Any of coop, pun, pan1, pan2, pan4, pan8, pan16, pun+pan, plot; default: coop.")
  private String step;

  @Option(
      names = "--classes",
      paramLabel = "DATASET",
      defaultValue = "EuroSAT",
      description = "Class names as many and as long as this dataset's; default: ${DEFAULT-VALUE}.")
  private String dataset;

  @Option(
      names = "--shots",
      paramLabel = "N",
      defaultValue = "16",
      description = "Training images a class; default: ${DEFAULT-VALUE}.")
  private int shots;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "10",
      description = "Epochs of each cell; default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--test-images",
      paramLabel = "N",
      defaultValue = "500",
      description = "Classified after every epoch; default: ${DEFAULT-VALUE}.")
  private int testImages;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    bundles.forEach(cells -> BenchModel.atLeast(1, "--bundles", cells));
    BenchModel.atLeast(1, "--tasks", tasks);
    BenchModel.atLeast(1, "--shots", shots);
    BenchModel.atLeast(1, "--epochs", epochs);
    BenchModel.atLeast(1, "--test-images", testImages);
    int rounds = model.rounds();
    StepCase timed = StepCase.of(step);
    ClassNameTokens names = ClassNameTokens.of(dataset);
    List<Integer> sizes = new ArrayList<>(new LinkedHashSet<>(bundles));
    if (!sizes.contains(1)) {
      sizes.add(0, 1); // what the others are compared with
    }
    PrintWriter to = spec.commandLine().getOut();
    try (ClipModel clip = model.load(1)) {
      GridBench bench = new GridBench(clip, timed, names, shots, BATCH, epochs, testImages, tasks);
      List<GridBench.Rate> rates =
          bench.run(sizes, rounds, BenchModel.to(spec.commandLine().getErr()));
      to.printf(
          "a cell: %s, %s of %s, %d shots, %d epochs, %d steps, %d test images an epoch; tasks: %d%n",
          timed.name(),
          clip.config().backbone(),
          names,
          shots,
          epochs,
          bench.steps(),
          testImages,
          tasks);
      print(rates, to);
    }
    to.flush();
    return 0;
  }

  private static void print(List<GridBench.Rate> rates, PrintWriter to) {
    double alone =
        rates.stream().filter(rate -> rate.cells() == 1).findFirst().orElseThrow().median();
    List<String[]> lines = new ArrayList<>();
    lines.add(new String[] {"bundle", "cells an hour", "least", "most", "of one alone"});
    for (GridBench.Rate rate : rates) {
      lines.add(
          new String[] {
            Integer.toString(rate.cells()),
            BenchModel.number("%.0f", rate.median()),
            BenchModel.number("%.0f", Arrays.stream(rate.cellsPerHour()).min().orElseThrow()),
            BenchModel.number("%.0f", Arrays.stream(rate.cellsPerHour()).max().orElseThrow()),
            BenchModel.number("%.2f", rate.median() / alone)
          });
    }
    AlignedColumns.print(lines, to);
  }
}
