package dev.nemesis.train;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.Tokenizer;
import dev.nemesis.feature.Features;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.Evaluation;
import dev.nemesis.grid.LearnedArray;
import dev.nemesis.method.PreparedMethod;
import dev.nemesis.prompt.ArrayShape;
import dev.nemesis.prompt.SoftPrompts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Trains and evaluates cells: the whole of what one grid cell is, without Spark.
 *
 * <pre>{@code
 * try (ClipModel model = ClipModel.load(weights, Device.cpu())) {
 *   TrainingResult trained = new CellTraining(model, tokenizer).train(List.of(cell), features, targets, epoch -> {}).get(0);
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
   * @param epochs told each epoch's number, from 0, when its steps are made
   * @return one outcome a cell, in order
   */
  public List<TrainingResult> train(
      List<Cell> cells, Map<Long, Features> images, List<Target> targets, IntConsumer epochs) {
    return cells.get(0).method().isTrained()
        ? learned(cells, images, targets, epochs)
        : untrained(cells, targets);
  }

  private List<TrainingResult> untrained(List<Cell> cells, List<Target> targets) {
    Cell shared = cells.get(0);
    List<Evaluation> evaluations =
        targets.stream()
            .map(
                target ->
                    PromptEvaluation.untrained(
                        model, tokenizer, shared.method(), shared.own(), target))
            .toList();
    return cells.stream()
        .map(
            cell ->
                new TrainingResult(cell, evaluations, List.of(), List.of(), 0, Optional.empty()))
        .toList();
  }

  private List<TrainingResult> learned(
      List<Cell> cells, Map<Long, Features> images, List<Target> targets, IntConsumer epochs) {
    List<Run> runs;
    List<Outcome> outcomes;
    List<ArrayShape> shapes;
    List<List<Evaluation>> evaluations = new ArrayList<>(); // of each target, of each cell
    try (PromptEvaluation own = evaluation(cells.get(0), targets.get(0))) {
      PreparedMethod method = own.method();
      shapes = method.learned();
      runs = cells.stream().map(cell -> run(cell, method, images.get(cell.seed()))).toList();
      outcomes =
          new BundleTraining(model, method).train(runs, own.test(), StepObserver.NONE, epochs);
      evaluations.add(outcomes.stream().map(o -> own.evaluation(o.predictions())).toList());
    }
    List<List<float[]>> learned = outcomes.stream().map(Outcome::learned).toList();
    List<Optional<String>> flaws =
        new ArrayList<>(outcomes.stream().map(Outcome::divergence).toList());
    for (Target target : targets.subList(1, targets.size())) {
      try (PromptEvaluation other = evaluation(cells.get(0), target)) {
        int[][] predicted = other.predict(learned);
        evaluations.add(Arrays.stream(predicted).map(other::evaluation).toList());
        for (int k = 0; k < predicted.length; k++) {
          int[] own = predicted[k];
          flaws.set(k, flaws.get(k).or(() -> TestSet.flaw(own)));
        }
      }
    }
    List<TrainingResult> trained = new ArrayList<>();
    for (int k = 0; k < cells.size(); k++) {
      int own = k;
      List<Evaluation> rows = evaluations.stream().map(target -> target.get(own)).toList();
      trained.add(trained(cells.get(k), runs.get(k), outcomes.get(k), shapes, flaws.get(k), rows));
    }
    return trained;
  }

  private PromptEvaluation evaluation(Cell shared, Target target) {
    return new PromptEvaluation(
        model, tokenizer, shared.method(), shared.prompt(), shared.own(), target);
  }

  private Run run(Cell cell, PreparedMethod method, Features images) {
    SeededDraws draws =
        new SeededDraws(
            cell.seed(),
            method.ctxLen(),
            images.images(),
            cell.optimizer().batchSize(),
            cell.loss().positions());
    float[] contexts =
        method.learnsVectors() ? contexts(cell, method.learned().get(0).shape()) : new float[0];
    List<float[]> start = method.start(cell.seed(), contexts);
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

  private static TrainingResult trained(
      Cell cell,
      Run run,
      Outcome outcome,
      List<ArrayShape> shapes,
      Optional<String> flaw,
      List<Evaluation> evaluations) {
    List<LearnedArray> learned = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      learned.add(shapes.get(i).filled(outcome.learned().get(i)));
    }
    long steps = (long) run.optimizer().epochs() * run.draws().batches(0).length;
    return new TrainingResult(
        cell, flaw.isPresent() ? List.of() : evaluations, outcome.epochs(), learned, steps, flaw);
  }
}
