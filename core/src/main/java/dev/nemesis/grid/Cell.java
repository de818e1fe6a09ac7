package dev.nemesis.grid;

import java.util.ArrayList;
import java.util.List;

/**
 * One training: everything that determines its outcome, but for the weights' and the dataset's
 * bytes, which enter the {@link CellId} by their digests.
 *
 * @param backbone the name of the CLIP weights, e.g. {@code mini}
 * @param dataset the dataset trained on, and tested on
 * @param method how prompts come about
 * @param prompt shape of the learned prompt; null for zero-shot
 * @param loss the norm loss; null for zero-shot
 * @param optimizer null for zero-shot
 * @param shots training images per class, at least 1; 0 for zero-shot
 * @param seed of everything random; 0 for zero-shot
 * @param views how many augmented views of each training image are drawn and used in turn, one an
 *     epoch; 0 means the test transform, no augmentation
 * @param targets further datasets it is evaluated on, with their own class lists
 * @param classes which of the dataset's classes it is trained on: {@code ALL}, or {@code BASE}, and
 *     then it is evaluated on the base and on the new classes, each among themselves
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
    ClassSubset classes) {

  /** Results written before there was a choice do not say the classes. */
  public Cell {
    targets = List.copyOf(targets);
    classes = classes == null ? ClassSubset.ALL : classes;
    if (classes == ClassSubset.NEW) {
      throw new IllegalArgumentException("Cannot train on the new classes: no prompt knows them");
    }
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
        backbone, dataset, method, prompt, loss, optimizer, shots, seed, views, others, classes);
  }

  /**
   * The name of the loss in tables: {@code none}, {@code pun}, {@code pan}, {@code mix}; zero-shot
   * has {@code none}.
   */
  public String lossLabel() {
    return loss == null ? "none" : loss.label();
  }
}
