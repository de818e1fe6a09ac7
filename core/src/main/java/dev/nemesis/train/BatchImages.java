package dev.nemesis.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.feature.Features;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Rows;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Training images of a bundle on the device, normalised once; runs that share images share them
 * here too.
 */
final class BatchImages {
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
      NDArray all = ai.djl.ndarray.NDArrays.concat(new ai.djl.ndarray.NDList(distinct));
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
    long images = (long) features.views() * features.images();
    Shape shape =
        features.regions() == 1
            ? new Shape(images, features.dim())
            : new Shape(images, features.regions(), features.dim());
    try (NDManager scratch = manager.newSubManager()) {
      NDArray normalised =
          OwnedArrays.floats(scratch, features.values(), shape.getShape())
              .normalize(2, shape.dimension() - 1);
      normalised.attach(manager);
      return normalised;
    }
  }

  /**
   * The images of one step.
   *
   * @param images of each run, {@code [K][B]}
   * @return {@code [K, B, E]} or {@code [K, B, R, E]} in the step's manager
   */
  NDArray batch(NDManager step, int epoch, int[][] images) {
    int size = images[0].length;
    long[] index = new long[runs.size() * size];
    for (int k = 0; k < images.length; k++) {
      Features features = runs.get(k).images();
      int view = epoch % features.views();
      for (int i = 0; i < size; i++) {
        index[k * size + i] = offsets[k] + (long) view * features.images() + images[k][i];
      }
    }
    NDArray chosen = Rows.select(rows, OwnedArrays.longs(step, index, index.length));
    return chosen.reshape(new Shape(runs.size(), size).addAll(row));
  }

  /** Their labels, {@code [K, B]}. */
  NDArray labels(NDManager step, int[][] images) {
    int size = images[0].length;
    long[] labels = new long[runs.size() * size];
    for (int k = 0; k < images.length; k++) {
      for (int i = 0; i < size; i++) {
        labels[k * size + i] = runs.get(k).images().labels()[images[k][i]];
      }
    }
    return OwnedArrays.longs(step, labels, images.length, size);
  }
}
