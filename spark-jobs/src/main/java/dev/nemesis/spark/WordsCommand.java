package dev.nemesis.spark;

import static java.util.stream.Collectors.joining;

import dev.nemesis.clip.Tokenizer;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.LearnedArray;
import dev.nemesis.method.LearnedPrompt;
import dev.nemesis.prompt.NearestWords;
import dev.nemesis.spark.feature.Assets;
import dev.nemesis.spark.run.CellAssets;
import dev.nemesis.spark.session.Sessions;
import dev.nemesis.spark.table.Queries;
import dev.nemesis.weights.PromptCheckpoint;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nemesis words}. */
@Command(
    name = "words",
    description = {
      "Tells the vocabulary's words nearest to each vector of a learned prompt.",
      "Distances are Euclidean, to the words' token embeddings, as CoOp's "
          + "interpret_prompts.py has them; </w> ends a word. Positions and sets of vectors "
          + "(PLOT's prompts, or classes) count from 1. Needs no Spark."
    })
final class WordsCommand implements Callable<Integer> {
  @ArgGroup(multiplicity = "1")
  private Source source;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many words a vector; default: ${DEFAULT-VALUE}.")
  private int top;

  @Option(
      names = "--format",
      defaultValue = "TABLE",
      description = "One of ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
  private Queries.Format format;

  @Spec private CommandSpec spec;

  /** Exactly one of these is given. */
  static final class Source {
    @ArgGroup(exclusive = false, multiplicity = "1")
    private CellOptions cell;

    @ArgGroup(exclusive = false, multiplicity = "1")
    private FileOptions file;
  }

  /** A prompt from elsewhere, and the model it was learned for. */
  static final class FileOptions {
    @Parameters(
        paramLabel = "FILE",
        description = "A learned prompt, of CoOp's or by export-prompt; a path or a URI.")
    private String location;

    @Option(
        names = "--weights",
        required = true,
        paramLabel = "FILE",
        description = "CLIP weights it was learned with, or 'mini'.")
    private String weights;

    @Option(
        names = "--weights-config",
        paramLabel = "FILE",
        description = "Their configuration; default: the one beside them.")
    private String config;

    @Option(
        names = "--vocab",
        required = true,
        paramLabel = "FILE",
        description = "Byte-pair vocabulary of the weights, or 'mini'.")
    private String vocab;
  }

  private record Subject(String name, LearnedArray contexts, Assets assets) {}

  @Override
  public Integer call() {
    Subject subject = source.cell != null ? ofCell(source.cell) : ofFile(source.file);
    Tokenizer tokenizer = subject.assets.tokenizer();
    if (top < 1 || top > tokenizer.vocabSize()) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT,
          "use --top " + top + "; give a whole number from 1 to " + tokenizer.vocabSize());
    }
    List<NearestWords> vectors =
        NearestWords.of(subject.name, subject.contexts, subject.assets.clipWeights(), top);
    new WordsPrinter(tokenizer, spec.commandLine().getOut()).print(vectors, format);
    return 0;
  }

  private static Subject ofCell(CellOptions options) {
    CellResult cell = options.read();
    return new Subject(
        "cell " + cell.cellId(),
        contexts(cell),
        CellAssets.of(
            options.folder(),
            cell.cellId(),
            cell.cell().backbone(),
            cell.provenance().weightsDigest()));
  }

  private static LearnedArray contexts(CellResult cell) {
    return new LearnedPrompt(cell.learned())
        .contexts()
        .orElseThrow(
            () ->
                InputException.cannot(
                    ErrorCode.ARGUMENT,
                    "find context vectors in cell %s: it learned %s; give a cell that learned %s"
                        .formatted(
                            cell.cellId(),
                            cell.learned().stream().map(LearnedArray::name).collect(joining(", ")),
                            PromptCheckpoint.CTX)));
  }

  private static Subject ofFile(FileOptions options) {
    PromptCheckpoint checkpoint = PromptCheckpoint.load(options.location, Sessions.hadoop());
    return new Subject(
        options.location,
        LearnedPrompt.of(options.location, checkpoint).contexts().orElseThrow(),
        Assets.of(options.weights, options.config, options.vocab, null, null));
  }
}
