package dev.nemesis.train;

import dev.nemesis.grid.EpochResult;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of one run.
 *
 * @param learned what was learned, row-major, the context vectors {@code [V, L, W]} first
 * @param epochs one entry an epoch; up to the divergence where there was one
 * @param predictions class of each test image, {@code [T]}
 * @param divergence where the loss stopped being finite; empty for a good run
 */
public record Outcome(
    List<float[]> learned,
    List<EpochResult> epochs,
    int[] predictions,
    Optional<String> divergence) {
  public Outcome {
    learned = List.copyOf(learned);
    epochs = List.copyOf(epochs);
  }
}
