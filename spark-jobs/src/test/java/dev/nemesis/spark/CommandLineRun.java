package dev.nemesis.spark;

import dev.nemesis.spark.run.ClipExperiment;
import dev.nemesis.spark.run.Experiment;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * One command of the real program, run to its end in this JVM.
 *
 * @param code its exit code
 * @param out what it printed
 * @param err what it printed to the error stream
 */
public record CommandLineRun(int code, String out, String err) {
  /** One of the real experiment. */
  public static CommandLineRun of(String... args) {
    return of(new ClipExperiment(), args);
  }

  /** The same with another experiment. */
  public static CommandLineRun of(Experiment experiment, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine nemesis = Nemesis.commandLine(experiment);
    nemesis.setOut(new PrintWriter(out, true));
    nemesis.setErr(new PrintWriter(err, true));
    int code = nemesis.execute(args);
    return new CommandLineRun(code, out.toString(), err.toString());
  }
}
