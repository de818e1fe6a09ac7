package dev.nemesis.spark;

import dev.nemesis.clip.pretrain.Pretrain;
import dev.nemesis.clip.pretrain.PretrainSettings;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nemesis pretrain}. */
@Command(
    name = "pretrain",
    description =
        "Trains the mini CLIP from nothing on drawn pictures and their captions, as the one that comes "
            + "with the program was trained. Takes some 20 minutes on 2 cores; needs no Spark.")
final class PretrainCommand implements Callable<Integer> {
  private static final int STEPS_BETWEEN_LINES = 50;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where the weights go (safetensors, float16).")
  private Path file;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Fewer steps than the recipe's, to try it out.")
  private Integer steps;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PretrainSettings recipe = PretrainSettings.shipped();
    if (steps != null && steps < 1) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT, "use --steps " + steps + "; give a whole number of at least 1");
    }
    PretrainSettings settings = steps == null ? recipe : recipe.withSteps(steps);
    Path folder = file.toAbsolutePath().getParent();
    if (!Files.isWritable(folder) || Files.isDirectory(file)) {
      throw InputException.cannot(
          ErrorCode.OUTPUT, "write " + file + "; give a file in a folder that can be written");
    }
    PrintWriter err = spec.commandLine().getErr();
    byte[] weights =
        Pretrain.run(
            settings,
            (step, loss, soFar) -> {
              if (step % STEPS_BETWEEN_LINES == 0 || step == settings.steps()) {
                err.printf("step %d of %d: loss %.3f%n", step, settings.steps(), loss);
                err.flush();
              }
            });
    try {
      Files.write(file, weights);
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.OUTPUT, "write " + file + ": " + e.getMessage() + "; give another file", e);
    }
    spec.commandLine().getOut().printf("%,d bytes of weights in %s%n", weights.length, file);
    spec.commandLine().getOut().flush();
    return 0;
  }
}
