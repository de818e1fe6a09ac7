package dev.nemesis.train;

import dev.nemesis.grid.Cell;
import dev.nemesis.grid.EpochResult;
import dev.nemesis.grid.Evaluation;
import dev.nemesis.grid.LearnedArray;
import java.util.List;
import java.util.Optional;

/**
 * A cell's outcome.
 *
 * @param cell what was trained
 * @param evaluations one a target, in the order of the targets; empty where the training diverged
 * @param epochs one entry an epoch; empty for zero-shot
 * @param learned what the method learned, in its order; empty for zero-shot
 * @param steps optimizer steps made
 * @param divergence where the loss stopped being finite; empty for a good run
 */
public record TrainingResult(
    Cell cell,
    List<Evaluation> evaluations,
    List<EpochResult> epochs,
    List<LearnedArray> learned,
    long steps,
    Optional<String> divergence) {
  public TrainingResult {
    evaluations = List.copyOf(evaluations);
    epochs = List.copyOf(epochs);
    learned = List.copyOf(learned);
  }
}
