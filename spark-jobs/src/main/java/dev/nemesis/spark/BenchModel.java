package dev.nemesis.spark;

import ai.djl.Device;
import dev.nemesis.bench.ModelSize;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.Devices;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Which model a bench measures with, where, and on how many threads. */
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

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "cpu",
      description = "One of cpu, gpu or gpu:N; default: ${DEFAULT-VALUE}.")
  private String device;

  ModelSize size() {
    return size;
  }

  int rounds() {
    return atLeast(1, "--rounds", rounds);
  }

  /** The device that is measured. */
  Device device() {
    return Devices.of(device);
  }

  /**
   * Loads it.
   *
   * @param threads of one operation
   */
  ClipModel load(int threads) {
    Autograd.setThreads(threads);
    Device on = device(); // refused before weights are made
    return ClipModel.load(size.weights(), on);
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
