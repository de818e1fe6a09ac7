package dev.nemesis.spark;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code nemesis generate-completion}. */
@Command(
    name = "generate-completion",
    description = {
      "Prints a script with which bash and zsh complete commands and options.",
      "A shell takes it from 'source <(submit/nemesis generate-completion)'."
    })
final class CompletionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().getOut().print(AutoComplete.bash("nemesis", spec.root().commandLine()));
    spec.commandLine().getOut().flush();
  }
}
