package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.spark.run.ClipExperiment;
import dev.nemesis.spark.run.Experiment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
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

  /**
   * What {@code nemesis sql} answers, one object a row.
   *
   * @param query or {@code --file} and a file with one
   */
  public static JsonNode sql(Path out, String... query) {
    CommandLineRun run =
        of(
            Stream.concat(
                    Stream.of("sql", "--out", out.toString(), "--master", "local[1]"),
                    Stream.concat(Stream.of("--format", "json"), Stream.of(query)))
                .toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    try {
      return new ObjectMapper().readTree(run.out());
    } catch (JsonProcessingException e) {
      throw new AssertionError(run.out(), e);
    }
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
