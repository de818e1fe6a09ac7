package dev.nemesis.grid;

/**
 * A target that a cell is evaluated on: test images of some classes of a dataset, classified among
 * these.
 *
 * @param dataset its name
 * @param classes which of its classes
 */
public record EvaluationTarget(String dataset, ClassSubset classes) {
  /** The target's name in messages. */
  @Override
  public String toString() {
    return classes == ClassSubset.ALL
        ? "dataset " + dataset
        : "the " + classes.word() + " classes of dataset " + dataset;
  }
}
