package dev.nemesis.grid;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One training: everything that determines its outcome, but for the weights' and the dataset's
 * bytes, which enter the {@link CellId} by their digests.
 *
 * @param backbone the name of the CLIP weights, e.g. {@code mini}
 * @param dataset the dataset trained on, and tested on
 * @param method how prompts come about
 * @param prompt shape of the learned prompt; null where no context vectors are learned
 * @param loss the norm loss; null where nothing is trained
 * @param optimizer null where nothing is trained
 * @param shots training images per class, at least 1; 0 where nothing is trained
 * @param seed of everything random; 0 where nothing is trained
 * @param views how many augmented views of each training image are drawn and used in turn, one an
 *     epoch; 0 means the test transform, no augmentation
 * @param targets further datasets it is evaluated on, with their own class lists
 * @param classes which of the dataset's classes it is trained on: {@code ALL}, or {@code BASE}, and
 *     then it is evaluated on the base and on the new classes, each among themselves
 * @param own values of the settings that its method brings; null where all have their defaults
 */
public record Cell(
    String backbone,
    String dataset,
    Method method,
    PromptSpec prompt,
    LossSpec loss,
    OptimizerSpec optimizer,
    int shots,
    long seed,
    int views,
    List<String> targets,
    ClassSubset classes,
    List<OwnValue> own) {

  /** Results written before there was a choice do not say the classes. */
  public Cell {
    targets = List.copyOf(targets);
    classes = classes == null ? ClassSubset.ALL : classes;
    own = OwnValue.orNull(own);
    if (classes == ClassSubset.NEW) {
      throw new IllegalArgumentException("Cannot train on the new classes: no prompt knows them");
    }
  }

  /** A cell of a method that brings no settings. */
  public Cell(
      String backbone,
      String dataset,
      Method method,
      PromptSpec prompt,
      LossSpec loss,
      OptimizerSpec optimizer,
      int shots,
      long seed,
      int views,
      List<String> targets,
      ClassSubset classes) {
    this(
        backbone, dataset, method, prompt, loss, optimizer, shots, seed, views, targets, classes,
        null);
  }

  /** The value of a setting that its method or its loss brings; empty where neither does. */
  Optional<String> own(String key) {
    return OwnSetting.text(method.declared().settings(), own, key)
        .or(() -> loss == null ? Optional.empty() : loss.own(key));
  }

  /** Keys of the settings of its method and its loss that it has another value of than usual. */
  List<String> ownKeys() {
    return Stream.of(own, loss == null ? null : loss.own())
        .filter(Objects::nonNull)
        .flatMap(values -> values.stream().map(OwnValue::key))
        .toList();
  }

  /**
   * Returns everything the cell is evaluated on: the classes it is trained on, the new ones if
   * these are base classes, and its targets.
   */
  public List<EvaluationTarget> evaluatedOn() {
    List<EvaluationTarget> all = new ArrayList<>();
    all.add(new EvaluationTarget(dataset, classes));
    if (classes == ClassSubset.BASE) {
      all.add(new EvaluationTarget(dataset, ClassSubset.NEW));
    }
    targets.forEach(target -> all.add(new EvaluationTarget(target, ClassSubset.ALL)));
    return List.copyOf(all);
  }

  /** Returns the cell of the same training, tested on other datasets beside its own. */
  Cell testedOn(List<String> others) {
    return new Cell(
        backbone, dataset, method, prompt, loss, optimizer, shots, seed, views, others, classes,
        own);
  }

  /** The name of the loss in grid files; {@code none} where nothing is trained. */
  public String lossLabel() {
    return loss == null ? "none" : loss.label();
  }
}
