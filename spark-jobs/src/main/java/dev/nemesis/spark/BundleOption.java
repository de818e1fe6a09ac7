package dev.nemesis.spark;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import picocli.CommandLine.Option;

/** How many cells a task trains together. */
final class BundleOption {
  @Option(
      names = "--bundle",
      paramLabel = "N",
      defaultValue = "16",
      description = "At most N cells are trained together; default: ${DEFAULT-VALUE}.")
  private int size;

  int size() {
    if (size < 1) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT, "use --bundle " + size + "; give a whole number of at least 1");
    }
    return size;
  }
}
