package dev.nemesis.spark;

import dev.nemesis.error.InputException;
import dev.nemesis.error.Nearest;
import dev.nemesis.grid.Setting;
import dev.nemesis.spark.run.ClipExperiment;
import dev.nemesis.spark.run.Experiment;
import dev.nemesis.spark.run.Program;
import dev.nemesis.spark.session.Sessions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code nemesis}. */
@Command(
    name = "nemesis",
    description = "Trains grids of soft prompts on Spark and reads their results.",
    sortOptions = false,
    versionProvider = Nemesis.Version.class)
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

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the versions of the program, Spark and Java and exit.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean version;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Nemesis() {}

  /** Provider of the lines that {@code --version} prints. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "nemesis " + Program.version(),
        "Spark " + org.apache.spark.package$.MODULE$.SPARK_VERSION(),
        "Java " + System.getProperty("java.version")
      };
    }
  }

  /** Runs a command; exit code 0, 1 if something failed, 2 if the input cannot be used. */
  public static void main(String[] args) {
    System.exit(execute(new ClipExperiment(), args));
  }

  /**
   * Runs a command of a process that does nothing else.
   *
   * @return the process's exit code
   */
  public static int execute(Experiment experiment, String... args) {
    Locale.setDefault(Locale.ROOT); // what is said and written has one form, wherever it runs
    try {
      return commandLine(experiment).execute(args);
    } catch (OutOfMemoryError e) {
      return heapIsFull(e);
    }
  }

  /**
   * The command line with all its commands.
   *
   * @param experiment what {@code run} trains
   */
  public static CommandLine commandLine(Experiment experiment) {
    CommandLine nemesis =
        new CommandLine(new Nemesis())
            .addSubcommand(new KeysCommand())
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
            .addSubcommand(new VerifyCommand())
            .addSubcommand(new CompletionCommand());
    tellKeysOfMethods(nemesis);
    SqlCommand.readComments(nemesis.getSubcommands().get("sql"));
    nemesis.setCaseInsensitiveEnumValuesAllowed(true);
    nemesis.setExecutionStrategy(Nemesis::execute);
    nemesis.setParameterExceptionHandler(Nemesis::badArguments);
    nemesis.setExecutionExceptionHandler(Nemesis::failure);
    return nemesis;
  }

  /** Ends the help of commands that read a grid with the keys of single methods and losses. */
  private static void tellKeysOfMethods(CommandLine nemesis) {
    String[] keys =
        Setting.ofSingleMethods().stream().map(KeysCommand::line).toArray(String[]::new);
    for (CommandLine command : nemesis.getSubcommands().values()) {
      if (keys.length > 0 && command.getCommandSpec().findOption("--set") != null) {
        command
            .getCommandSpec()
            .usageMessage()
            .footerHeading("Keys of single methods and losses:%n")
            .footer(Stream.of(keys).map(line -> line.replace("%", "%%")).toArray(String[]::new));
      }
    }
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
        e.getCommandLine(),
        "Cannot run " + name + ": " + message + near(e) + "; see " + name + " --help");
  }

  /** Which command or option a misspelt one probably is. */
  private static String near(CommandLine.ParameterException e) {
    if (!(e instanceof CommandLine.UnmatchedArgumentException unmatched)) {
      return "";
    }
    List<String> known = new ArrayList<>(e.getCommandLine().getSubcommands().keySet());
    e.getCommandLine().getCommandSpec().options().stream()
        .filter(option -> !option.hidden())
        .forEach(option -> known.addAll(List.of(option.names())));
    return Nearest.hint(unmatched.getUnmatched().get(0), known);
  }

  private static int failure(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    if (isStopping()) {
      say(command, "Stopped; what is done is kept, run the same command to go on");
      return FAILED;
    }
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

  /** Whether this JVM ends, by Ctrl-C for one: then Spark is stopped under whoever waits for it. */
  private static boolean isStopping() {
    Thread none = new Thread();
    try {
      Runtime.getRuntime().addShutdownHook(none);
      Runtime.getRuntime().removeShutdownHook(none);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  /** Prints with what there is: nothing is left to make much of. */
  private static int heapIsFull(OutOfMemoryError e) {
    System.err.println(
        "Cannot go on: Java's heap is full (" + e.getMessage() + "); give more by --driver-memory");
    return FAILED;
  }

  private static int say(CommandLine command, String line) {
    PrintWriter err = command.getErr();
    err.println(line.replaceAll("\\s*\\R\\s*", " "));
    err.flush();
    return BAD_INPUT;
  }
}
