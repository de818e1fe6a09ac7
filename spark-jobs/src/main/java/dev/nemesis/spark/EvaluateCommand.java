package dev.nemesis.spark;

import dev.nemesis.data.ClassList;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.BrokenImages;
import dev.nemesis.grid.ClassSubset;
import dev.nemesis.grid.ClassTokenPosition;
import dev.nemesis.grid.Evaluation;
import dev.nemesis.grid.EvaluationTarget;
import dev.nemesis.loss.Corruption;
import dev.nemesis.method.LearnedPrompt;
import dev.nemesis.method.PromptShape;
import dev.nemesis.prompt.ClassPrompts;
import dev.nemesis.spark.feature.Assets;
import dev.nemesis.spark.feature.Extraction;
import dev.nemesis.spark.feature.FeatureStage;
import dev.nemesis.spark.feature.TaskDevice;
import dev.nemesis.spark.session.Sessions;
import dev.nemesis.train.PromptEvaluation;
import dev.nemesis.train.SeededReplacements;
import dev.nemesis.weights.PromptCheckpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nemesis evaluate}. */
@Command(
    name = "evaluate",
    description =
        "Tests a learned prompt from a file (CoOp's model.pth.tar-N, or safetensors with its names) "
            + "on a dataset, and with --corrupt also with every position corrupted.")
final class EvaluateCommand implements Callable<Integer> {
  private static final long NOISE_SEED = 1;

  @Parameters(paramLabel = "PROMPT", description = "File of the learned prompt, a path or a URI.")
  private String file;

  @Option(names = "--dataset", required = true, description = "Name of a dataset.")
  private String dataset;

  @Option(
      names = "--classes",
      defaultValue = "ALL",
      paramLabel = "CLASSES",
      description = "Which of its classes, ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
  private ClassSubset classes;

  @Mixin private AssetOptions assetOptions;

  @Option(
      names = "--plot",
      description = "The file's several sets of vectors are prompts of PLOT, not the classes' own.")
  private boolean plot;

  @Option(
      names = "--class-token-position",
      paramLabel = "POSITION",
      description = "One of ${COMPLETION-CANDIDATES}; default: what the file says, or END.")
  private ClassTokenPosition position;

  @Option(
      names = "--features",
      paramLabel = "DIR",
      defaultValue = "out/features",
      description = "Where features of test images are kept; default: ${DEFAULT-VALUE}.")
  private String features;

  @Option(
      names = "--corrupt",
      paramLabel = "CSV",
      description = "Also test it with every position corrupted, into this new file.")
  private Path csv;

  @Mixin private NoiseOption noise;
  @Mixin private SparkOptions sparkOptions;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (csv != null && Files.exists(csv)) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT, "write " + csv + ": it is there already; give a new file");
    }
    PromptCheckpoint checkpoint = PromptCheckpoint.load(file, Sessions.hadoop());
    LearnedPrompt learned = LearnedPrompt.of(file, checkpoint);
    Assets assets = assetOptions.assets();
    int learnedWidth = learned.contexts().orElseThrow().shape().get(2);
    int width = assets.clipWeights().config().textWidth();
    if (learnedWidth != width) {
      throw InputException.cannot(
          ErrorCode.WEIGHTS,
          "test the prompt %s with the weights %s: its vectors have width %d, the model's token embeddings %d; give the weights it was learned with"
              .formatted(file, assets.weights(), learnedWidth, width));
    }
    List<String> names = ClassList.of(assets.dataset(dataset), classes).names();
    PromptShape shape = PromptShape.of(file, checkpoint, names.size(), position, plot);
    ClassPrompts.check(
        assets.tokenizer(), names, shape.prompt(), assets.clipWeights().config().contextLength());
    FeatureStage stage = new FeatureStage(assets, features, BrokenImages.FAIL);
    try (SparkSession spark = sparkOptions.open()) {
      ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
      new Extraction(stage, JavaSparkContext.fromSparkContext(spark.sparkContext()), progress)
          .run(stage.missing(dataset, shape.method()));
      progress.clear();
    }
    evaluate(stage, learned, shape);
    return 0;
  }

  private void evaluate(FeatureStage stage, LearnedPrompt learned, PromptShape shape)
      throws IOException {
    Assets assets = stage.assets();
    PrintWriter to = spec.commandLine().getOut();
    try (PromptEvaluation evaluation =
        new PromptEvaluation(
            assets.model(TaskDevice.claim()),
            assets.tokenizer(),
            shape.method(),
            shape.prompt(),
            null,
            stage.target(new EvaluationTarget(dataset, classes), shape.method()))) {
      Evaluation result = evaluation.evaluate(List.of(learned.values())).get(0);
      line(to, "prompt", file);
      List<Integer> contexts = learned.contexts().orElseThrow().shape();
      line(to, "vectors", describe(contexts, shape));
      line(to, "dataset", dataset + of(result) + ", " + result.images() + " test images");
      line(to, "accuracy", "%.2f".formatted(result.accuracy()));
      line(to, "macro F1", "%.2f".formatted(result.macroF1()));
      if (csv != null) {
        SweepCsv sweep =
            new SweepCsv(
                evaluation.corrupt(
                    learned.values(),
                    Corruption.paper(contexts.get(1)),
                    new SeededReplacements(NOISE_SEED, noise.meaning(), contexts.get(2))));
        Files.writeString(csv, sweep.text(), StandardOpenOption.CREATE_NEW);
        line(to, "low norm", sweep.lowNormEffect());
        line(to, "rows", csv);
      }
    }
    to.flush();
  }

  /** Nothing where all classes are tested. */
  private String of(Evaluation result) {
    return classes == ClassSubset.ALL ? "" : ", " + result.classes() + " classes";
  }

  /** The vectors in words, of the shape {@code [V, L, W]}. */
  private static String describe(List<Integer> contexts, PromptShape shape) {
    String sets =
        shape.prompt().classSpecific()
            ? " for each of " + contexts.get(0) + " classes"
            : contexts.get(0) > 1 ? " in each of " + contexts.get(0) + " prompts" : "";
    return "%d of width %d%s, %s"
        .formatted(
            contexts.get(1), contexts.get(2), sets, shape.method().name().toLowerCase(Locale.ROOT));
  }

  private static void line(PrintWriter to, String what, Object value) {
    to.printf("%-10s %s%n", what, value);
  }
}
