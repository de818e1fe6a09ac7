package dev.nemesis.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.Tokenizer;
import dev.nemesis.feature.Features;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.Evaluation;
import dev.nemesis.grid.Method;
import dev.nemesis.prompt.ClassSuffixes;
import dev.nemesis.prompt.PromptEncoder;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.OwnedArrays;
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
  /** CLIP's hand-written prompt, in front of the class name. */
  private static final String ZERO_SHOT = "a photo of a";

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
    int ctxLen = cells.get(0).prompt().ctxLen();
    List<Run> runs = cells.stream().map(cell -> run(cell, images.get(cell.seed()))).toList();
    try (NDManager manager = model.newManager()) {
      Target own = targets.get(0);
      List<Outcome> outcomes;
      try (PromptEncoder encoder = encoder(manager, own, 1 + ctxLen)) {
        PromptForward forward = new PromptForward(manager, model, encoder, tokenizer.sos());
        TestSet test = new TestSet(manager, own.test());
        outcomes = new BundleTraining(model, forward, ctxLen).train(runs, test, StepObserver.NONE);
      }
      List<List<Evaluation>> evaluations = new ArrayList<>();
      for (Outcome outcome : outcomes) {
        List<Evaluation> rows = new ArrayList<>();
        rows.add(evaluation(own, outcome.predictions()));
        evaluations.add(rows);
      }
      for (Target target : targets.subList(1, targets.size())) {
        int[][] predicted = evaluate(manager, target, outcomes, ctxLen);
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

  private Run run(Cell cell, Features images) {
    SeededDraws draws =
        new SeededDraws(
            cell.seed(),
            cell.prompt().ctxLen(),
            model.config().textWidth(),
            images.images(),
            cell.optimizer().batchSize(),
            cell.loss().positions());
    return new Run(cell.loss(), cell.optimizer(), draws, images);
  }

  private int[][] evaluate(NDManager owner, Target target, List<Outcome> outcomes, int ctxLen) {
    try (NDManager manager = owner.newSubManager();
        PromptEncoder encoder = encoder(manager, target, 1 + ctxLen)) {
      PromptForward forward = new PromptForward(manager, model, encoder, tokenizer.sos());
      int width = model.config().textWidth();
      float[] contexts = new float[outcomes.size() * ctxLen * width];
      for (int k = 0; k < outcomes.size(); k++) {
        System.arraycopy(
            outcomes.get(k).context(), 0, contexts, k * ctxLen * width, ctxLen * width);
      }
      NDArray prompts = OwnedArrays.floats(manager, contexts, outcomes.size(), ctxLen, width);
      NDArray text = Autograd.withoutGradient(() -> forward.text(prompts));
      return new TestSet(manager, target.test()).classify(text);
    }
  }

  private Trained zeroShot(Cell cell, List<Target> targets) {
    List<Evaluation> evaluations = new ArrayList<>();
    int[] words = tokenizer.encode(ZERO_SHOT);
    long[] ids = new long[1 + words.length];
    ids[0] = tokenizer.sos();
    for (int i = 0; i < words.length; i++) {
      ids[i + 1] = words[i];
    }
    for (Target target : targets) {
      try (NDManager manager = model.newManager();
          PromptEncoder encoder = encoder(manager, target, ids.length)) {
        NDArray prefix = model.text().embed(OwnedArrays.longs(manager, ids, 1, ids.length));
        NDArray text = Autograd.withoutGradient(() -> encoder.encode(prefix).normalize(2, 2));
        int[] predicted = new TestSet(manager, target.test()).classify(text)[0];
        evaluations.add(evaluation(target, predicted));
      }
    }
    return new Trained(cell, evaluations, List.of(), List.of(), 0, Optional.empty());
  }

  private PromptEncoder encoder(NDManager manager, Target target, int prefixLength) {
    ClassSuffixes suffixes =
        ClassSuffixes.of(manager, model.text(), tokenizer, target.classNames(), prefixLength);
    return new PromptEncoder(manager, model.text(), suffixes, prefixLength);
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
    List<List<Float>> softPrompt = new ArrayList<>();
    for (int j = 0; j < cell.prompt().ctxLen(); j++) {
      List<Float> vector = new ArrayList<>(width);
      for (int w = 0; w < width; w++) {
        vector.add(outcome.context()[j * width + w]);
      }
      softPrompt.add(vector);
    }
    long steps = (long) run.optimizer().epochs() * run.draws().batches(0).length;
    return new Trained(
        cell,
        outcome.divergence().isPresent() ? List.of() : evaluations,
        outcome.epochs(),
        softPrompt,
        steps,
        outcome.divergence());
  }
}
