package dev.nemesis.spark;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code nemesis data}. */
@Command(
    name = "data",
    description = "Looks at datasets: which there are, whether they are whole, what a cell sees.",
    subcommands = {DataListCommand.class, DataCheckCommand.class, DataShowCommand.class})
final class DataCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Nemesis.BAD_INPUT;
  }
}
