package dev.nemesis.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.feature.Features;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Training images of a bundle on the device, normalised once; runs that share images share them
 * here too.
 */
final class BatchImages {
  /** Floats brought to the device at once: what a direct buffer holds has a limit. */
  private static final int MAX_PIECE = 1 << 26;

  private final List<Run> runs;
  private final NDArray rows; // [R, ...]: every distinct training image's views
  private final Shape row; // of one image's features: [E], or [R, E]
  private final long[] offsets; // where run k's images begin

  BatchImages(NDManager manager, List<Run> runs) {
    this.runs = runs;
    offsets = new long[runs.size()];
    IdentityHashMap<Features, Long> starts = new IdentityHashMap<>();
    List<NDArray> distinct = new ArrayList<>();
    long count = 0;
    try (NDManager scratch = manager.newSubManager()) {
      for (int k = 0; k < runs.size(); k++) {
        Features features = runs.get(k).images();
        if (!starts.containsKey(features)) {
          starts.put(features, count);
          distinct.add(normalised(scratch, features));
          count += (long) features.views() * features.images();
        }
        offsets[k] = starts.get(features);
      }
      row = distinct.get(0).getShape().slice(1);
      NDArray all = NDArrays.concat(new NDList(distinct));
      rows = all.reshape(count, row.size());
      rows.attach(manager);
    }
  }

  /**
   * Features of unit length.
   *
   * @return {@code [V x n, E]}; {@code [V x n, R, E]} where there are spatial features
   */
  static NDArray normalised(NDManager manager, Features features) {
    int images = features.views() * features.images();
    int regions = features.regions();
    int each = regions * features.dim();
    int atOnce = Math.max(1, MAX_PIECE / each);
    try (NDManager scratch = manager.newSubManager()) {
      NDList pieces = new NDList();
      for (int from = 0; from < images; from += atOnce) {
        int to = Math.min(images, from + atOnce);
        float[] values = Arrays.copyOfRange(features.values(), from * each, to * each);
        NDArray piece =
            regions == 1
                ? OwnedArrays.floats(scratch, values, to - from, each)
                : OwnedArrays.floats(scratch, values, to - from, regions, features.dim());
        pieces.add(piece.normalize(2, piece.getShape().dimension() - 1));
        piece.close();
      }
      NDArray all = pieces.size() == 1 ? pieces.get(0) : NDArrays.concat(pieces);
      all.attach(manager);
      return all;
    }
  }

  /**
   * The images and labels of an epoch's steps.
   *
   * @param batches of each run, {@code [K][steps][B]}
   */
  Epoch epoch(NDManager manager, int epoch, List<int[][]> batches) {
    int steps = batches.get(0).length;
    int size = batches.get(0)[0].length;
    long[] index = new long[steps * runs.size() * size];
    long[] labels = new long[index.length];
    int at = 0;
    for (int s = 0; s < steps; s++) {
      for (int k = 0; k < runs.size(); k++) {
        Features features = runs.get(k).images();
        long first = offsets[k] + (long) (epoch % features.views()) * features.images();
        for (int image : batches.get(k)[s]) {
          index[at] = first + image;
          labels[at++] = features.labels()[image];
        }
      }
    }
    return new Epoch(
        OwnedArrays.longs(manager, index, steps, (long) runs.size() * size),
        OwnedArrays.longs(manager, labels, steps, runs.size(), size),
        steps);
  }

  /** The images and labels that the steps of one epoch train on. */
  final class Epoch {
    private final NDArray index; // [steps, K x B]
    private final NDArray labels; // [steps, K, B]
    private final int steps;

    private Epoch(NDArray index, NDArray labels, int steps) {
      this.index = index;
      this.labels = labels;
      this.steps = steps;
    }

    int steps() {
      return steps;
    }

    /** B. */
    int size() {
      return (int) labels.getShape().get(2);
    }

    /** A step's images, {@code [K, B, E]} or {@code [K, B, R, E]}. */
    NDArray images(NDManager step, int number) {
      NDArray chosen = Rows.select(rows, Rows.view(step, index).get(number));
      return chosen.reshape(new Shape(runs.size(), size()).addAll(row));
    }

    /** A step's labels, {@code [K, B]}. */
    NDArray labels(NDManager step, int number) {
      return Rows.view(step, labels).get(number);
    }
  }
}
