package dev.nemesis.spark;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code nemesis bench}. */
@Command(
    name = "bench",
    description = "Measures what training costs on this machine.",
    subcommands = {BenchStepCommand.class, BenchGridCommand.class, BenchFeaturesCommand.class})
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Nemesis.BAD_INPUT;
  }
}
