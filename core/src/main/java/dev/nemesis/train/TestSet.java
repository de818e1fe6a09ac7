package dev.nemesis.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.nemesis.feature.ImageFeatures;
import dev.nemesis.method.PreparedMethod;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.Rows;
import java.util.Arrays;
import java.util.Optional;

/**
 * Test images of one target and their classification. Pooled features are put on the device,
 * normalised once. Spatial ones are too many (4 GB for 20,000 images of ResNet-50): a batch is
 * fetched and normalised when it is classified. Batches are the same either way.
 */
public final class TestSet {
  /** The prediction of logits that are not finite: the largest of them says nothing. */
  public static final int NO_CLASS = -1;

  /** Images brought to the device at once. */
  private static final int PIECE = 1 << 14;

  private final ImageFeatures source;
  private final Optional<NDArray> onDevice; // [T, E]
  private final int[] labels;

  /** Puts pooled features on the manager's device. */
  public TestSet(NDManager manager, ImageFeatures test) {
    source = test;
    labels = test.labels();
    onDevice = test.regions() == 1 ? Optional.of(pooled(manager, test)) : Optional.empty();
  }

  private static NDArray pooled(NDManager manager, ImageFeatures test) {
    try (NDManager scratch = manager.newSubManager()) {
      NDList pieces = new NDList();
      for (int from = 0; from < test.images(); from += PIECE) {
        int to = Math.min(test.images(), from + PIECE);
        pieces.add(BatchImages.normalised(scratch, test.part(from, to)));
      }
      NDArray all = pieces.size() == 1 ? pieces.get(0) : NDArrays.concat(pieces);
      all.attach(manager);
      return all;
    }
  }

  /**
   * Images of unit length.
   *
   * @return {@code [to - from, E]} or {@code [to - from, R, E]} in the manager
   */
  private NDArray images(NDManager manager, int from, int to) {
    if (onDevice.isEmpty()) {
      return BatchImages.normalised(manager, source.part(from, to));
    }
    NDArray images = onDevice.get().get(new NDIndex(from + ":" + to));
    images.attach(manager);
    return images;
  }

  /**
   * Classifies every test image with every run's prompts, without a gradient.
   *
   * @param encoded what the method made of K runs' learned arrays
   * @return the class of highest similarity, or {@link #NO_CLASS}, {@code [K][T]}
   */
  public int[][] classify(PreparedMethod method, NDList encoded) {
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

  private void classify(
      PreparedMethod method, NDList encoded, int from, int to, int[][] predicted) {
    try (NDManager scratch = encoded.get(0).getManager().newSubManager()) {
      NDList views = new NDList();
      encoded.forEach(array -> views.add(Rows.view(scratch, array)));
      NDArray images = images(scratch, from, to);
      NDArray logits = method.logits(views, images.expandDims(0));
      long[] best = logits.argMax(2).toLongArray();
      float[] sums = logits.sum(new int[] {2}).toFloatArray(); // finite if every one is
      for (int i = 0; i < best.length; i++) {
        predicted[i / (to - from)][from + i % (to - from)] =
            Float.isFinite(sums[i]) ? (int) best[i] : NO_CLASS;
      }
    }
  }

  /**
   * Logits of all test images in one piece, without a gradient.
   *
   * @return {@code [K, T, C]} in the manager of {@code encoded}
   */
  public NDArray logits(PreparedMethod method, NDList encoded) {
    return Autograd.withoutGradient(
        () -> {
          NDArray images = images(encoded.get(0).getManager(), 0, labels.length);
          return method.logits(encoded, images.expandDims(0));
        });
  }

  /** Why predictions are none, where logits were not finite; empty where all are. */
  static Optional<String> flaw(int[] predicted) {
    long none = Arrays.stream(predicted).filter(one -> one == NO_CLASS).count();
    return none == 0
        ? Optional.empty()
        : Optional.of(
            "logits of %d of %d test images are not finite".formatted(none, predicted.length));
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
