package dev.nemesis.spark;

import ai.djl.Device;
import dev.nemesis.bench.ClassNames;
import dev.nemesis.bench.ModelSize;
import dev.nemesis.bench.StepBench;
import dev.nemesis.bench.StepCase;
import dev.nemesis.bench.StepTiming;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.spark.table.AlignedColumns;
import dev.nemesis.tensor.Autograd;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nemesis bench step}. */
@Command(
    name = "step",
    description = {
      "Seconds a training step takes, ours against the reference's algorithm in the same engine,",
      "in turns; tables A8 and A9 of the paper for this machine. Random weights, no download.",
      "The reference at 100 classes of RN50 takes some 20 seconds a step on 2 cores."
    })
final class BenchStepCommand implements Callable<Integer> {
  private static final int[] POSITIONS = {1, 2, 4, 8, 16};

  @Option(
      names = "--model",
      defaultValue = "MINI",
      description = "One of ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
  private ModelSize model;

  @Option(
      names = "--classes",
      split = ",",
      paramLabel = "DATASET",
      defaultValue = "EuroSAT",
      description = "Class names as many and as long as those of Caltech101, EuroSAT, SUN397...")
  private List<String> datasets;

  @Option(
      names = "--bundle",
      paramLabel = "N",
      defaultValue = "8",
      description = "Also CoOp with N cells trained together; default: ${DEFAULT-VALUE}.")
  private int bundle;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each is timed; the median counts; default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "4",
      description = "Our steps timed together in a round; default: ${DEFAULT-VALUE}.")
  private int steps;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads of one operation; default: as many as there are cores.")
  private int threads;

  @Option(names = "--no-reference", description = "Ours alone.")
  private boolean oursAlone;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (bundle < 1 || rounds < 1 || steps < 1 || threads < 0) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT,
          "use --bundle %d, --rounds %d, --steps %d, --threads %d; give whole numbers of at least 1"
              .formatted(bundle, rounds, steps, threads));
    }
    List<ClassNames> names = datasets.stream().map(ClassNames::of).toList();
    Autograd.setThreads(threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
    PrintWriter err = spec.commandLine().getErr();
    List<StepTiming> timings = new ArrayList<>();
    try (ClipModel clip = ClipModel.load(model.weights(), Device.cpu())) {
      for (ClassNames classes : names) {
        timings.addAll(
            bench(clip, classes)
                .run(
                    rounds,
                    line -> {
                      err.println(line);
                      err.flush();
                    }));
      }
    }
    print(timings, spec.commandLine().getOut());
    return 0;
  }

  private StepBench bench(ClipModel clip, ClassNames classes) {
    StepBench bench = new StepBench(clip, 32);
    bench.ours(StepCase.coop(), classes, steps);
    if (!oursAlone) {
      bench.reference(StepCase.coop(), classes, false, 1);
      bench.reference(StepCase.coop(), classes, true, 1);
    }
    bench.ours(StepCase.pun(), classes, steps);
    for (int positions : POSITIONS) {
      bench.ours(StepCase.pan(positions), classes, steps);
    }
    if (!oursAlone) {
      bench.reference(StepCase.pan(1), classes, false, 1);
    }
    return bench
        .ours(StepCase.punAndPan(), classes, steps)
        .ours(StepCase.plot(), classes, steps)
        .ours(StepCase.coop().bundled(bundle), classes, steps);
  }

  private static void print(List<StepTiming> timings, PrintWriter to) {
    List<String[]> lines = new ArrayList<>();
    lines.add(
        new String[] {
          "classes", "step", "algorithm", "seconds a cell", "least", "most", "of our coop"
        });
    for (StepTiming timing : timings) {
      StepTiming coop =
          timings.stream()
              .filter(t -> t.names().equals(timing.names()) && t.step().name().equals("coop"))
              .findFirst()
              .orElseThrow();
      lines.add(
          new String[] {
            timing.names().toString(),
            timing.step().name(),
            timing.algorithm() + (timing.images() ? ", images encoded" : ""),
            number("%.4f", timing.median()),
            number("%.4f", timing.least()),
            number("%.4f", timing.most()),
            number("%.2f", timing.median() / coop.median())
          });
    }
    AlignedColumns.print(lines, to);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
