package dev.nemesis.spark;

import ai.djl.Device;
import dev.nemesis.bench.ModelSize;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.Autograd;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Which model a bench measures with, and on how many threads. */
final class BenchModel {
  @Option(
      names = "--model",
      defaultValue = "MINI",
      description = "One of ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
  private ModelSize size;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each is timed; the median counts; default: ${DEFAULT-VALUE}.")
  private int rounds;

  ModelSize size() {
    return size;
  }

  int rounds() {
    return atLeast(1, "--rounds", rounds);
  }

  /** The device that is measured. */
  static Device device() {
    return Device.cpu();
  }

  /**
   * Loads it.
   *
   * @param threads of one operation
   */
  ClipModel load(int threads) {
    Autograd.setThreads(threads);
    return ClipModel.load(size.weights(), device());
  }

  static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** The value, or a word on what would be right. */
  static int atLeast(int least, String option, int value) {
    if (value < least) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT,
          "use %s %d; give a whole number of at least %d".formatted(option, value, least));
    }
    return value;
  }

  /** Says at once what is being measured. */
  static Consumer<String> to(PrintWriter err) {
    return line -> {
      err.println(line);
      err.flush();
    };
  }

  static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
