package dev.nemesis.spark;

import dev.nemesis.error.InputException;
import dev.nemesis.grid.Declarations;
import dev.nemesis.grid.GridSchema;
import dev.nemesis.grid.Setting;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nemesis keys}. */
@Command(
    name = "keys",
    description =
        "Prints the keys of a grid's axes and settings, with what a right value is, those that jars "
            + "bring included. docs/grids.md says more of every key.")
final class KeysCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Mixin
  @SuppressWarnings("UnusedVariable") // for help
  private LauncherOptions launcher;

  @Option(
      names = "--schema",
      description = "Print the JSON Schema of grid files instead, for editors to complete by.")
  private boolean schema;

  /**
   * Prints them.
   *
   * @throws InputException if a jar's method or loss cannot be used
   */
  @Override
  public void run() {
    Declarations.requireUsable();
    PrintWriter out = spec.commandLine().getOut();
    if (schema) {
      out.print(GridSchema.text());
    } else {
      Setting.all().forEach(setting -> out.println(line(setting)));
    }
    out.flush();
  }

  /** A key as a line: its name, what it means, what a right value is. */
  static String line(Setting setting) {
    return "%s: %s (%s)".formatted(setting.key(), setting.meaning(), setting.right());
  }
}
