package dev.nemesis.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.nemesis.feature.Features;
import dev.nemesis.prompt.PromptMethod;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.Rows;

/** Test images of one target on the device, normalised once, and their classification. */
public final class TestSet {
  private final NDArray features; // [T, E], or [T, R, E]
  private final int[] labels;

  /** Puts the features on the manager's device. */
  public TestSet(NDManager manager, Features test) {
    features = BatchImages.normalised(manager, test);
    labels = test.labels();
  }

  /**
   * Classifies every test image with every run's prompts, without a gradient.
   *
   * @param encoded what the method made of K runs' learned arrays
   * @return the class of highest similarity, {@code [K][T]}
   */
  public int[][] classify(PromptMethod method, NDList encoded) {
    int runs = (int) encoded.get(0).getShape().get(0);
    int[][] predicted = new int[runs][labels.length];
    int rows = Math.min(labels.length, method.imagesAtOnce(runs));
    for (int from = 0; from < labels.length; from += rows) {
      int start = from;
      int to = Math.min(labels.length, from + rows);
      Autograd.withoutGradient(
          () -> {
            classify(method, encoded, start, to, predicted);
            return null;
          });
    }
    return predicted;
  }

  private void classify(PromptMethod method, NDList encoded, int from, int to, int[][] predicted) {
    try (NDManager scratch = encoded.get(0).getManager().newSubManager()) {
      NDList views = new NDList();
      encoded.forEach(array -> views.add(Rows.view(scratch, array)));
      NDArray images = features.get(new NDIndex(from + ":" + to));
      images.attach(scratch);
      long[] best = method.logits(views, images.expandDims(0)).argMax(2).toLongArray();
      for (int i = 0; i < best.length; i++) {
        predicted[i / (to - from)][from + i % (to - from)] = (int) best[i];
      }
    }
  }

  /**
   * Logits of all test images in one piece, without a gradient.
   *
   * @return {@code [K, T, C]} in the manager of {@code encoded}
   */
  public NDArray logits(PromptMethod method, NDList encoded) {
    return Autograd.withoutGradient(
        () -> {
          NDArray images = Rows.view(encoded.get(0).getManager(), features);
          return method.logits(encoded, images.expandDims(0));
        });
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
