package dev.nemesis.spark;

import dev.nemesis.bench.FeatureBench;
import dev.nemesis.clip.ClipModel;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nemesis bench features}. */
@Command(
    name = "features",
    description =
        "Images a second of feature extraction (crop, scale, normalise, encode), against the image "
            + "encoder alone, which is handed finished pixels; in turns. Pictures are in memory: of the "
            + "mini datasets for the mini model, noise of 500 x 375 pixels for the others.")
final class BenchFeaturesCommand implements Callable<Integer> {
  @Mixin private BenchModel model;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "128",
      description = "Encoded in a round; default: ${DEFAULT-VALUE}.")
  private int images;

  @Option(names = "--views", description = "Random crops, as of training images.")
  private boolean views;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads of one operation; default: as many as there are cores.")
  private int threads;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    BenchModel.atLeast(1, "--images", images);
    BenchModel.atLeast(0, "--threads", threads);
    int rounds = model.rounds();
    PrintWriter to = spec.commandLine().getOut();
    try (ClipModel clip = model.load(threads == 0 ? BenchModel.cores() : threads)) {
      FeatureBench.Rates rates =
          new FeatureBench(clip, model.size().pictures(), images, views)
              .run(rounds, BenchModel.to(spec.commandLine().getErr()));
      to.printf("extraction     %s images a second%n", rate(rates.extractorMedian()));
      to.printf("encoder alone  %s images a second%n", rate(rates.encoderMedian()));
      to.printf("ratio          %s%n", BenchModel.number("%.3f", rates.ratio()));
    }
    to.flush();
    return 0;
  }

  private static String rate(double images) {
    return BenchModel.number("%.1f", images);
  }
}
