package dev.nemesis.grid;

import java.util.List;

/**
 * Everything about one finished cell: the one row of its Parquet file.
 *
 * @param cellId identity of the science
 * @param attempt counted from 0; not part of the identity
 * @param cell what was trained
 * @param accuracy on the test split of the cell's own dataset, in percent; of a cell trained on
 *     base classes, on their test images alone
 * @param macroF1 as {@code accuracy}
 * @param evaluations one per {@link Cell#evaluatedOn}, in its order
 * @param epochs in order; empty for zero-shot
 * @param learned what the method learned, in its order; empty for zero-shot, null counts as empty
 * @param steps optimizer steps made
 * @param bundleSize how many cells were trained together
 * @param stepSeconds mean wall time of one step of the bundle, divided by {@code bundleSize}
 * @param provenance what it came from
 */
public record CellResult(
    String cellId,
    int attempt,
    Cell cell,
    double accuracy,
    double macroF1,
    List<Evaluation> evaluations,
    List<EpochResult> epochs,
    List<LearnedArray> learned,
    long steps,
    int bundleSize,
    double stepSeconds,
    Provenance provenance) {
  public CellResult {
    evaluations = List.copyOf(evaluations);
    epochs = List.copyOf(epochs);
    learned = learned == null ? List.of() : List.copyOf(learned);
  }

  /** Returns the same result with other arrays. */
  public CellResult withLearned(List<LearnedArray> arrays) {
    return new CellResult(
        cellId,
        attempt,
        cell,
        accuracy,
        macroF1,
        evaluations,
        epochs,
        arrays,
        steps,
        bundleSize,
        stepSeconds,
        provenance);
  }
}
