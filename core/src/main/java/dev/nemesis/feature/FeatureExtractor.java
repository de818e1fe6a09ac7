package dev.nemesis.feature;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.ImageTransform;
import dev.nemesis.data.BrokenImageException;
import dev.nemesis.data.Dataset;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.data.Picture;
import dev.nemesis.random.Draws;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.OwnedArrays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs the frozen image encoder over images. */
public final class FeatureExtractor {
  /** Images encoded at once. */
  public static final int BATCH = 64;

  private final ClipModel model;

  /** Encodes with the model's image side, on its device. */
  public FeatureExtractor(ClipModel model) {
    this.model = model;
  }

  /**
   * Features of some rows, but for those whose images are broken: these are found and told, all of
   * them.
   *
   * @throws IllegalArgumentException if the model has another number of regions than the key
   * @throws java.io.UncheckedIOException if what the images lie on does not answer
   */
  public Extracted extract(FeatureRows rows, Dataset dataset) {
    int regions = rows.key().regions();
    if (regions != 1 && regions != model.config().regions()) {
      throw new IllegalArgumentException(
          "Cannot give %d regions of an image; the model has %d"
              .formatted(regions, model.config().regions()));
    }
    int width = regions * model.config().embedDim();
    float[] features = new float[rows.count() * width];
    Views views = new Views(rows, dataset, model.config().resolution());
    long[] done = new long[rows.count()];
    int count = 0;
    for (int from = 0; from < rows.count(); from += BATCH) {
      List<float[]> pixels = new ArrayList<>(BATCH);
      for (int row = from; row < Math.min(rows.count(), from + BATCH); row++) {
        Picture view = views.get(row);
        if (view != null) {
          done[count + pixels.size()] = rows.rows()[row];
          pixels.add(ImageTransform.normalise(view, model.config().pixels()));
        }
      }
      if (!pixels.isEmpty()) {
        float[] batch = encode(pixels, regions);
        System.arraycopy(batch, 0, features, count * width, batch.length);
        count += pixels.size();
      }
    }
    return count == rows.count()
        ? new Extracted(rows, features, List.of())
        : new Extracted(
            new FeatureRows(rows.key(), Arrays.copyOf(done, count)),
            Arrays.copyOf(features, count * width),
            views.broken);
  }

  private float[] encode(List<float[]> images, int regions) {
    int size = model.config().resolution();
    int each = 3 * size * size;
    float[] pixels = new float[images.size() * each];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(images.get(i), 0, pixels, i * each, each);
    }
    try (NDManager step = model.newManager()) {
      NDArray input = OwnedArrays.floats(step, pixels, images.size(), 3, size, size);
      return Autograd.withoutGradient(
              () -> regions == 1 ? model.image().encode(input) : model.image().regions(input))
          .toFloatArray();
    }
  }

  /** The views shown to the encoder: for rows asked for in order, each image is decoded once. */
  private static final class Views {
    private final FeatureRows rows;
    private final Dataset dataset;
    private final List<LabeledImage> split;
    private final int size;
    private final List<BrokenImage> broken = new ArrayList<>();
    private int image = -1;
    private Picture picture; // null where it is broken

    Views(FeatureRows rows, Dataset dataset, int size) {
      this.rows = rows;
      this.dataset = dataset;
      this.size = size;
      split = rows.key().split(dataset);
    }

    /**
     * A view depends on the seed, its number and the image alone, so every loss and omega of a seed
     * sees the same.
     *
     * @return null if the image is broken
     */
    Picture get(int index) {
      long row = rows.rows()[index];
      String path = split.get(FeatureRows.image(row)).path();
      if (image != FeatureRows.image(row)) {
        image = FeatureRows.image(row);
        picture = read(path);
      }
      if (picture == null) {
        return null;
      }
      return rows.key().transform() == FeatureKey.Transform.VIEWS
          ? ImageTransform.randomResizedCrop(
              picture, Draws.of(rows.key().seed(), "view of " + path, FeatureRows.view(row)), size)
          : ImageTransform.test(picture, size);
    }

    private Picture read(String path) {
      try {
        return dataset.pictures().read(path);
      } catch (BrokenImageException e) {
        broken.add(new BrokenImage(rows.key(), image, path, e.reason()));
        return null;
      }
    }
  }
}
