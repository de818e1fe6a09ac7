package dev.nemesis.grid;

/**
 * What a cell is evaluated on: test images of some classes of a dataset, classified among these.
 *
 * @param dataset its name
 * @param classes which of its classes
 */
public record EvaluationTarget(String dataset, ClassSubset classes) {
  /** As messages name it. */
  @Override
  public String toString() {
    return classes == ClassSubset.ALL
        ? "dataset " + dataset
        : "the " + classes.word() + " classes of dataset " + dataset;
  }
}
