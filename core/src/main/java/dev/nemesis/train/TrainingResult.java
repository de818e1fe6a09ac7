package dev.nemesis.train;

import dev.nemesis.grid.Cell;
import dev.nemesis.grid.EpochResult;
import dev.nemesis.grid.Evaluation;
import dev.nemesis.grid.MetaNet;
import java.util.List;
import java.util.Optional;

/**
 * A cell's outcome.
 *
 * @param cell what was trained
 * @param evaluations one a target, in the order of the targets; empty where the training diverged
 * @param epochs one entry an epoch; empty for zero-shot
 * @param softPrompt the learned vectors {@code [V x L][W]}, set by set; empty for zero-shot
 * @param metaNet CoCoOp's
 * @param steps optimizer steps made
 * @param divergence where the loss stopped being finite; empty for a good run
 */
public record TrainingResult(
    Cell cell,
    List<Evaluation> evaluations,
    List<EpochResult> epochs,
    List<List<Float>> softPrompt,
    Optional<MetaNet> metaNet,
    long steps,
    Optional<String> divergence) {
  public TrainingResult {
    evaluations = List.copyOf(evaluations);
    epochs = List.copyOf(epochs);
    softPrompt = softPrompt.stream().map(List::copyOf).toList();
  }
}
