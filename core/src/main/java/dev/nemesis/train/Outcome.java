package dev.nemesis.train;

import dev.nemesis.grid.EpochResult;
import java.util.List;
import java.util.Optional;

/**
 * What became of a run.
 *
 * @param context the learned vectors {@code [L, W]}, row-major
 * @param epochs one entry an epoch; up to the divergence where there was one
 * @param predictions class of each test image, {@code [T]}
 * @param divergence where the loss stopped being finite; empty for a good run
 */
public record Outcome(
    float[] context, List<EpochResult> epochs, int[] predictions, Optional<String> divergence) {
  public Outcome {
    epochs = List.copyOf(epochs);
  }
}
