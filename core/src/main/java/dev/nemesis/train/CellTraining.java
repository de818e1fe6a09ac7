package dev.nemesis.train;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.Tokenizer;
import dev.nemesis.feature.Features;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.Evaluation;
import dev.nemesis.grid.Method;
import dev.nemesis.grid.PromptSpec;
import dev.nemesis.prompt.ClassPrompts;
import dev.nemesis.prompt.ClassTokens;
import dev.nemesis.prompt.LearnedPrompt;
import dev.nemesis.prompt.PromptMethod;
import dev.nemesis.prompt.PromptText;
import dev.nemesis.prompt.SoftPrompts;
import dev.nemesis.prompt.ZeroShot;
import dev.nemesis.tensor.Autograd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains and evaluates cells: the whole of what one grid cell is, without Spark.
 *
 * <pre>{@code
 * try (ClipModel model = ClipModel.load(weights, Device.cpu())) {
 *   Trained trained = new CellTraining(model, tokenizer).train(List.of(cell), features, targets).get(0);
 * }
 * }</pre>
 */
public final class CellTraining {
  private final ClipModel model;
  private final Tokenizer tokenizer;

  /** Trains on the model's device. */
  public CellTraining(ClipModel model, Tokenizer tokenizer) {
    this.model = model;
    this.tokenizer = tokenizer;
  }

  /**
   * Trains cells together and evaluates each on every target.
   *
   * @param cells of one bundle: same dataset, method, prompt shape, shots, batch size, epochs and
   *     views
   * @param images training features by seed; unused for zero-shot
   * @param targets the cells' own dataset first
   * @return one outcome a cell, in order
   */
  public List<Trained> train(List<Cell> cells, Map<Long, Features> images, List<Target> targets) {
    if (cells.get(0).method() == Method.ZEROSHOT) {
      Trained zeroShot = zeroShot(cells.get(0), targets);
      return cells.stream().map(cell -> zeroShot).toList();
    }
    return learned(cells, images, targets);
  }

  private List<Trained> learned(
      List<Cell> cells, Map<Long, Features> images, List<Target> targets) {
    Cell shared = cells.get(0);
    try (NDManager manager = model.newManager()) {
      Target own = targets.get(0);
      List<Run> runs;
      List<Outcome> outcomes;
      try (PromptText text = text(manager, own, shared.prompt())) {
        PromptMethod method =
            PromptMethod.of(manager, model, shared.method(), shared.prompt(), text);
        runs = cells.stream().map(cell -> run(cell, method, images.get(cell.seed()))).toList();
        TestSet test = new TestSet(manager, own.test());
        outcomes = new BundleTraining(model, method).train(runs, test, StepObserver.NONE);
      }
      List<List<Evaluation>> evaluations = new ArrayList<>();
      for (Outcome outcome : outcomes) {
        List<Evaluation> rows = new ArrayList<>();
        rows.add(evaluation(own, outcome.predictions()));
        evaluations.add(rows);
      }
      List<List<float[]>> learned = outcomes.stream().map(Outcome::learned).toList();
      for (Target target : targets.subList(1, targets.size())) {
        int[][] predicted = classify(shared, learned, target);
        for (int k = 0; k < outcomes.size(); k++) {
          evaluations.get(k).add(evaluation(target, predicted[k]));
        }
      }
      List<Trained> trained = new ArrayList<>();
      for (int k = 0; k < cells.size(); k++) {
        trained.add(trained(cells.get(k), runs.get(k), outcomes.get(k), evaluations.get(k)));
      }
      return trained;
    }
  }

  private Run run(Cell cell, PromptMethod method, Features images) {
    SeededDraws draws =
        new SeededDraws(
            cell.seed(),
            cell.prompt().ctxLen(),
            images.images(),
            cell.optimizer().batchSize(),
            cell.loss().positions());
    List<float[]> start = method.start(cell.seed(), contexts(cell, method.learned().get(0)));
    return new Run(cell.loss(), cell.optimizer(), start, draws, images);
  }

  /** The context vectors a cell starts from. */
  private float[] contexts(Cell cell, Shape shape) {
    int sets = (int) shape.get(0);
    if (cell.prompt().ctxInit() == null) {
      return SoftPrompts.random(
          cell.seed(), sets, cell.prompt().ctxLen(), model.config().textWidth());
    }
    try (NDManager manager = model.newManager()) {
      return SoftPrompts.ofWords(manager, model.text(), tokenizer, cell.prompt(), sets);
    }
  }

  /**
   * Classifies a target's test images with learned prompts.
   *
   * @param shared a cell that says what all of them have in common
   * @param learned K prompts: what each learned, as {@link Outcome#learned}
   * @return class of each image, {@code [K][T]}
   */
  public int[][] classify(Cell shared, List<List<float[]>> learned, Target target) {
    try (NDManager manager = model.newManager();
        PromptText text = text(manager, target, shared.prompt())) {
      PromptMethod method = PromptMethod.of(manager, model, shared.method(), shared.prompt(), text);
      NDList prompts = Learned.stacked(manager, learned, method.learned());
      NDList encoded = Autograd.withoutGradient(() -> method.encode(prompts));
      return new TestSet(manager, target.test()).classify(method, encoded);
    }
  }

  private Trained zeroShot(Cell cell, List<Target> targets) {
    List<Evaluation> evaluations = new ArrayList<>();
    PromptSpec prompt = ZeroShot.spec(tokenizer);
    for (Target target : targets) {
      try (NDManager manager = model.newManager();
          PromptText text = text(manager, target, prompt)) {
        PromptMethod method = PromptMethod.of(manager, model, cell.method(), prompt, text);
        NDList words = new NDList(ZeroShot.contexts(manager, model.text(), tokenizer));
        NDList encoded = Autograd.withoutGradient(() -> method.encode(words));
        int[] predicted = new TestSet(manager, target.test()).classify(method, encoded)[0];
        evaluations.add(evaluation(target, predicted));
      }
    }
    return new Trained(
        cell, evaluations, List.of(), List.of(), Optional.empty(), 0, Optional.empty());
  }

  private PromptText text(NDManager manager, Target target, PromptSpec prompt) {
    List<ClassTokens> classes = ClassPrompts.tokens(tokenizer, target.classNames());
    return PromptText.of(manager, model, tokenizer.sos(), prompt, classes);
  }

  private static Evaluation evaluation(Target target, int[] predicted) {
    return Metrics.evaluation(
        target.name(),
        target.classes(),
        predicted,
        target.test().labels(),
        target.classNames().size());
  }

  private Trained trained(Cell cell, Run run, Outcome outcome, List<Evaluation> evaluations) {
    int width = model.config().textWidth();
    int ctxLen = cell.prompt().ctxLen();
    int sets = outcome.learned().get(0).length / (ctxLen * width);
    LearnedPrompt learned = new LearnedPrompt(sets, ctxLen, width, outcome.learned());
    long steps = (long) run.optimizer().epochs() * run.draws().batches(0).length;
    return new Trained(
        cell,
        outcome.divergence().isPresent() ? List.of() : evaluations,
        outcome.epochs(),
        learned.softPrompt(),
        learned.metaNet(),
        steps,
        outcome.divergence());
  }
}
