package dev.nemesis.spark;

import dev.nemesis.error.InputException;
import dev.nemesis.spark.run.ClipExperiment;
import dev.nemesis.spark.run.Experiment;
import dev.nemesis.spark.session.Sessions;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code nemesis}. */
@Command(
    name = "nemesis",
    description = "Trains grids of soft prompts on Spark and reads their results.",
    sortOptions = false)
public final class Nemesis implements Callable<Integer> {
  /** Exit code when something went wrong that is no fault of the input. */
  static final int FAILED = 1;

  /** Exit code when the user gave something that cannot be used. */
  static final int BAD_INPUT = 2;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Nemesis() {}

  /** Runs a command; exit code 0, 1 if something failed, 2 if the input cannot be used. */
  public static void main(String[] args) {
    System.exit(commandLine(new ClipExperiment()).execute(args));
  }

  /**
   * The command line with all its commands.
   *
   * @param experiment what {@code run} trains
   */
  public static CommandLine commandLine(Experiment experiment) {
    CommandLine nemesis =
        new CommandLine(new Nemesis())
            .addSubcommand(new PlanCommand(experiment))
            .addSubcommand(new RunCommand(experiment))
            .addSubcommand(new StatusCommand())
            .addSubcommand(new RerunCommand(experiment))
            .addSubcommand(new ReproduceCommand(experiment))
            .addSubcommand(new SqlCommand())
            .addSubcommand(new KernelCommand())
            .addSubcommand(new CorruptCommand(experiment))
            .addSubcommand(new EvaluateCommand())
            .addSubcommand(new ReportCommand())
            .addSubcommand(new ExportCommand())
            .addSubcommand(new ExportPromptCommand())
            .addSubcommand(new CompareCommand())
            .addSubcommand(new WordsCommand())
            .addSubcommand(new PretrainCommand())
            .addSubcommand(new BenchCommand())
            .addSubcommand(new DataCommand())
            .addSubcommand(new WeightsCommand())
            .addSubcommand(new VerifyCommand());
    nemesis.setCaseInsensitiveEnumValuesAllowed(true);
    nemesis.setExecutionStrategy(Nemesis::execute);
    nemesis.setParameterExceptionHandler(Nemesis::badArguments);
    nemesis.setExecutionExceptionHandler(Nemesis::failure);
    return nemesis;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return BAD_INPUT;
  }

  /** Every command's {@code --conf} counts from its start, not only once Spark is up. */
  private static int execute(CommandLine.ParseResult parsed) {
    CommandLine.ParseResult command = parsed;
    while (command.hasSubcommand()) {
      command = command.subcommand();
    }
    Sessions.given(command.matchedOptionValue("--conf", Map.of()));
    return new CommandLine.RunLast().execute(parsed);
  }

  private static int badArguments(CommandLine.ParameterException e, String[] args) {
    String message = e.getMessage().lines().findFirst().orElse("wrong arguments");
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    return say(
        e.getCommandLine(), "Cannot run " + name + ": " + message + "; see " + name + " --help");
  }

  private static int failure(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    // What an executor found wrong with an input arrives wrapped by Spark.
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof InputException) {
        return say(command, cause.getMessage());
      }
    }
    e.printStackTrace(command.getErr());
    command.getErr().flush();
    return FAILED;
  }

  private static int say(CommandLine command, String line) {
    PrintWriter err = command.getErr();
    err.println(line.replaceAll("\\s*\\R\\s*", " "));
    err.flush();
    return BAD_INPUT;
  }
}
