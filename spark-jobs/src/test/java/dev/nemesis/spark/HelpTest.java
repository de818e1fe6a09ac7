package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.spark.run.ClipExperiment;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** The texts of {@code --help}, of every command. */
class HelpTest {
  /** Picocli formats descriptions, and warns on the error stream of those that are no formats. */
  @Test
  void noHelpPrintsAWarning() {
    PrintStream before = System.err;
    ByteArrayOutputStream warnings = new ByteArrayOutputStream();
    System.setErr(new PrintStream(warnings, true, StandardCharsets.UTF_8));
    try {
      assertThat(commands())
          .hasSizeGreaterThan(20)
          .extracting(CommandLine::getUsageMessage)
          .isNotEmpty();
    } finally {
      System.setErr(before);
    }
    assertThat(warnings.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void everyTextIsSentences() {
    for (CommandLine command : commands()) {
      CommandSpec spec = command.getCommandSpec();
      List<String> texts = new ArrayList<>(List.of(spec.usageMessage().description()));
      Stream.of(spec.options(), spec.positionalParameters())
          .flatMap(List::stream)
          .filter(arg -> !arg.hidden())
          .map(ArgSpec::description)
          .peek(text -> assertThat(text).as(spec.qualifiedName()).isNotEmpty())
          .flatMap(Arrays::stream)
          .forEach(texts::add);
      assertThat(texts)
          .as(spec.qualifiedName())
          .isNotEmpty()
          .allMatch(text -> Character.isUpperCase(text.charAt(0)) && text.endsWith("."));
    }
  }

  /** The list of commands shows the first part of each one's description. */
  @Test
  void theListOfCommandsHasWholeSentences() {
    for (CommandLine command : commands()) {
      String list = words(command.getUsageMessage());
      for (CommandLine sub : command.getSubcommands().values()) {
        CommandSpec spec = sub.getCommandSpec();
        if (!spec.usageMessage().hidden()) {
          String first = spec.usageMessage().description()[0].formatted();
          assertThat(first).as(spec.qualifiedName()).endsWith(".");
          assertThat(list).contains(words(spec.name() + first));
        }
      }
    }
  }

  /** Without white space, for a long text is broken at a hyphen too. */
  private static String words(String text) {
    return text.replaceAll("\\s+", "");
  }

  private static List<CommandLine> commands() {
    List<CommandLine> all = new ArrayList<>();
    add(Nemesis.commandLine(new ClipExperiment()), all);
    return all;
  }

  private static void add(CommandLine command, List<CommandLine> into) {
    into.add(command);
    command.getSubcommands().values().forEach(sub -> add(sub, into));
  }
}
