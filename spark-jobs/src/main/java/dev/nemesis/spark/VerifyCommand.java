package dev.nemesis.spark;

import ai.djl.Device;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.Devices;
import dev.nemesis.verify.Recording;
import dev.nemesis.verify.Replay;
import dev.nemesis.verify.Verdict;
import dev.nemesis.verify.Verdict.Status;
import dev.nemesis.verify.Verification;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nemesis verify}. */
@Command(
    name = "verify",
    description =
        "Replays recordings of the reference implementations and says how far this program is from "
            + "them; needs no Spark. Exit code 1 if any deviates more than it may.")
final class VerifyCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Folders with recordings, or single files; split files and weights among them.")
  private List<Path> paths;

  @Option(
      names = "--vocab",
      paramLabel = "FILE",
      description = "CLIP's bpe_simple_vocab_16e6.txt.gz, which recordings of the tokenizer need.")
  private Path vocabulary;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "cpu",
      description = "What models run on: cpu, gpu or gpu:N; default: ${DEFAULT-VALUE}.")
  private String device;

  @Option(names = "--json", description = "One JSON document for programs.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (vocabulary != null && !Files.isRegularFile(vocabulary)) {
      throw InputException.cannot(
          ErrorCode.VOCABULARY, "find the vocabulary " + vocabulary + ": there is no such file");
    }
    Device on = Devices.of(device);
    Optional<Path> vocab = Optional.ofNullable(vocabulary);
    Verification found = Verification.of(paths, vocab);
    PrintWriter to = spec.commandLine().getOut();
    VerdictTable table = new VerdictTable(to, found);
    List<Verdict> verdicts = new ArrayList<>();
    try (Replay replay = new Replay(vocab, on)) { // which reads the vocabulary
      if (!json) {
        table.header();
      }
      for (Recording recording : found.recordings()) {
        Verdict verdict = Verification.verdict(recording, replay);
        verdicts.add(verdict);
        if (!json) {
          table.line(verdict);
        }
      }
    }
    if (json) {
      VerdictJson.write(to, verdicts, found.unrecognised());
    } else {
      table.end(verdicts);
    }
    return verdicts.stream().anyMatch(verdict -> verdict.status() == Status.FAIL)
        ? Nemesis.FAILED
        : 0;
  }
}
