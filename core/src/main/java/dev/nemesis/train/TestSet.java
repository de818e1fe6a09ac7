package dev.nemesis.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.nemesis.feature.Features;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Rows;

/**
 * Test images of one target on the device, normalised once, and the classification of them by text
 * features.
 */
public final class TestSet {
  /** Scores held at once; larger targets are classified in pieces. */
  private static final long MAX_SCORES = 32_000_000;

  private final NDArray features; // [T, E]
  private final int[] labels;

  /** Puts the features on the manager's device. */
  public TestSet(NDManager manager, Features test) {
    try (NDManager scratch = manager.newSubManager()) {
      features =
          OwnedArrays.floats(scratch, test.values(), test.images(), test.dim()).normalize(2, 1);
      features.attach(manager);
    }
    labels = test.labels();
  }

  /**
   * Classifies every test image with every cell's prompts.
   *
   * @param text normalised text features {@code [K, C, E]}
   * @return the class of highest similarity, {@code [K][T]}
   */
  public int[][] classify(NDArray text) {
    int cells = (int) text.getShape().get(0);
    long classes = text.getShape().get(1);
    int[][] predicted = new int[cells][labels.length];
    int rows = (int) Math.max(1, Math.min(labels.length, MAX_SCORES / (cells * classes)));
    for (int from = 0; from < labels.length; from += rows) {
      int to = Math.min(labels.length, from + rows);
      try (NDManager scratch = text.getManager().newSubManager()) {
        NDArray images = features.get(new NDIndex(from + ":" + to));
        images.attach(scratch);
        // [K, C, E] x [E, T]: no copy of the images per cell
        NDArray scores = Rows.view(scratch, text).matMul(images.transpose());
        long[] best = scores.argMax(1).toLongArray();
        for (int i = 0; i < best.length; i++) {
          predicted[i / (to - from)][from + i % (to - from)] = (int) best[i];
        }
      }
    }
    return predicted;
  }

  /** Share of right predictions, in percent. */
  public double accuracy(int[] predicted) {
    return Metrics.accuracy(predicted, labels);
  }

  /** The true classes {@code [T]}. */
  public int[] labels() {
    return labels.clone();
  }
}
