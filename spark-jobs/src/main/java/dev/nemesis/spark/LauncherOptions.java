package dev.nemesis.spark;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Options that {@code submit/nemesis} and {@code spark-submit} take, for help and completion: they
 * count before the program starts, so one that gets here came too late.
 */
@SuppressWarnings("DoNotCallSuggester") // picocli calls
final class LauncherOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--driver-memory",
      paramLabel = "SIZE",
      description = "Java's heap here; libtorch's memory comes on top. Default: 2g.")
  void driverMemory(String size) {
    throw tooLate("--driver-memory");
  }

  @Option(
      names = "--properties-file",
      paramLabel = "FILE",
      description = "Spark settings, e.g. conf/spark/standalone.conf.")
  void propertiesFile(String file) {
    throw tooLate("--properties-file");
  }

  @Option(names = "--executor-memory", paramLabel = "SIZE", description = "Java's heap there.")
  void executorMemory(String size) {
    throw tooLate("--executor-memory");
  }

  @Option(names = "--executor-cores", paramLabel = "N", description = "Cores of an executor.")
  void executorCores(String cores) {
    throw tooLate("--executor-cores");
  }

  @Option(names = "--num-executors", paramLabel = "N", description = "How many executors.")
  void numExecutors(String executors) {
    throw tooLate("--num-executors");
  }

  @Option(
      names = "--deploy-mode",
      paramLabel = "MODE",
      description = "Where the driver runs: client, which is here, or cluster; default: client.")
  void deployMode(String mode) {
    throw tooLate("--deploy-mode");
  }

  @Option(
      names = "--jars",
      paramLabel = "FILE",
      description = "Jars with methods and losses, commas between them; see docs/extend.md.")
  void jars(String files) {
    throw tooLate("--jars");
  }

  @Option(
      names = "--print-command",
      description = "Show the spark-submit line instead of running it.")
  void printCommand(boolean print) {
    throw tooLate("--print-command");
  }

  private ParameterException tooLate(String option) {
    return new ParameterException(
        spec.commandLine(),
        option + " counts before the program starts; give it to submit/nemesis or spark-submit");
  }
}
