package dev.nemesis.spark;

import dev.nemesis.bench.ClassNameTokens;
import dev.nemesis.bench.PeakMemory;
import dev.nemesis.bench.StepBench;
import dev.nemesis.bench.StepCase;
import dev.nemesis.bench.StepTiming;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.grid.CostResult;
import dev.nemesis.spark.run.Program;
import dev.nemesis.spark.table.CostFiles;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nemesis bench step}. */
@Command(
    name = "step",
    description = {
      "Seconds a training step takes, ours against the reference's algorithm in the same engine, "
          + "in turns; tables A8 and A9 of the paper for this machine. Random weights, no download.",
      "The reference at 100 classes of RN50 takes some 20 seconds a step on 2 cores."
    })
final class BenchStepCommand implements Callable<Integer> {
  private static final int BATCH = 32;
  private static final String ALL = "all";

  @Mixin private BenchModel model;

  @Option(
      names = "--classes",
      split = ",",
      paramLabel = "DATASET",
      defaultValue = "EuroSAT",
      description =
          "Class names as many and as long as those of Caltech101, EuroSAT, SUN397...; "
              + "'all' for the paper's eleven; default: ${DEFAULT-VALUE}.")
  private List<String> datasets;

  @Option(
      names = "--step",
      split = ",",
      paramLabel = "STEP",
      defaultValue = ALL,
      description =
          "Any of coop, pun, pan1, pan2, pan4, pan8, pan16, pun+pan, plot; default: all of them.")
  private List<String> chosen;

  @Option(
      names = "--bundle",
      split = ",",
      paramLabel = "N",
      defaultValue = "8",
      description = "Also CoOp with N cells trained together; default: ${DEFAULT-VALUE}.")
  private List<Integer> bundles;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "4",
      description = "Our steps timed together in a round; default: ${DEFAULT-VALUE}.")
  private int steps;

  @Option(
      names = "--reference",
      split = ",",
      paramLabel = "STEP",
      defaultValue = "coop,pan1",
      description =
          "Which of the steps the reference makes as well, its text side alone, CoOp also with images "
              + "encoded; 'all' for every chosen one; default: ${DEFAULT-VALUE}.")
  private List<String> references;

  @Option(names = "--no-reference", description = "Ours alone.")
  private boolean oursAlone;

  @Option(
      names = "--images",
      description = "Every step of the reference with images encoded, beside its text side alone.")
  private boolean images;

  @Option(
      names = "--reference-rounds",
      paramLabel = "N",
      description = "Time the reference in the first N rounds alone; default: in all of them.")
  private Integer referenceRounds;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads of one operation; default: as many as there are cores.")
  private int threads;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Also write the timings to DIR/costs, for table costs and 'nemesis plan'.")
  private String location;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    bundles.forEach(cells -> BenchModel.atLeast(1, "--bundle", cells));
    BenchModel.atLeast(1, "--steps", steps);
    BenchModel.atLeast(0, "--threads", threads);
    if (referenceRounds != null) {
      BenchModel.atLeast(1, "--reference-rounds", referenceRounds);
    }
    int rounds = model.rounds();
    Set<StepCase> ours = steps(chosen);
    ours.add(StepCase.coop()); // what the others are compared with
    Set<StepCase> reference = oursAlone ? Set.of() : steps(references);
    List<ClassNameTokens> names =
        (datasets.equals(List.of(ALL)) ? ClassNameTokens.datasets() : datasets)
            .stream().map(ClassNameTokens::of).toList();
    OutFolder out = location == null ? null : new SparkOptions().folder(location);
    int used = threads == 0 ? BenchModel.cores() : threads;
    Instant started = Instant.now();
    PrintWriter to = spec.commandLine().getOut();
    List<StepTiming> timings = new ArrayList<>();
    CostResult costs;
    try (ClipModel clip = model.load(used)) {
      for (ClassNameTokens classes : names) {
        timings.addAll(
            bench(clip, classes, ours, reference)
                .run(rounds, BenchModel.to(spec.commandLine().getErr())));
      }
      costs =
          StepCosts.of(
              clip.config().backbone(),
              BATCH,
              used,
              timings,
              Program.provenance(
                  new Program.Origin(
                      null, clip.weights().digest(), clip.weights().configuration(), null, null),
                  model.device(),
                  started));
    }
    StepCosts.print(timings, to);
    PeakMemory.bytes()
        .ifPresent(
            bytes ->
                to.println("peak resident memory " + BenchModel.number("%.2f GB", bytes / 1e9)));
    if (out != null) {
      CostFiles.commit(out, costs);
      to.println("written to table costs of " + out.location());
    }
    to.flush();
    return 0;
  }

  /** In the paper's order, whatever the order they are asked for in. */
  private static Set<StepCase> steps(List<String> names) {
    if (names.equals(List.of(ALL))) {
      return new LinkedHashSet<>(StepCase.paper());
    }
    return new LinkedHashSet<>(names.stream().map(StepCase::of).toList());
  }

  private StepBench bench(
      ClipModel clip, ClassNameTokens classes, Set<StepCase> ours, Set<StepCase> reference) {
    StepBench bench = new StepBench(clip, BATCH);
    int most = referenceRounds == null ? Integer.MAX_VALUE : referenceRounds;
    for (StepCase step : StepCase.paper()) {
      if (ours.contains(step)) {
        bench.ours(step, classes, steps);
        if (reference.contains(step)) {
          bench.reference(step, classes, false, most);
          if (images || step.equals(StepCase.coop())) {
            bench.reference(step, classes, true, most);
          }
        }
      }
    }
    for (int cells : bundles) {
      if (cells > 1) {
        bench.ours(StepCase.coop().bundled(cells), classes, steps);
      }
    }
    return bench;
  }
}
