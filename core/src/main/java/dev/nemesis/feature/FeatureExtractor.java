package dev.nemesis.feature;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.ImageTransform;
import dev.nemesis.data.Dataset;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.data.Picture;
import dev.nemesis.random.Draws;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.OwnedArrays;
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
   * Features of some rows.
   *
   * @return {@code [rows, R, E]} of the key's R regions, row-major, not normalised
   * @throws IllegalArgumentException if the model has another number of regions than the key
   */
  public float[] extract(FeatureRows rows, Dataset dataset) {
    int regions = rows.key().regions();
    if (regions != 1 && regions != model.config().regions()) {
      throw new IllegalArgumentException(
          "Cannot give %d regions of an image; the model has %d"
              .formatted(regions, model.config().regions()));
    }
    int width = regions * model.config().embedDim();
    float[] features = new float[rows.count() * width];
    Views views = new Views(rows, dataset, model.config().resolution());
    for (int from = 0; from < rows.count(); from += BATCH) {
      int to = Math.min(rows.count(), from + BATCH);
      float[] batch = encode(views, regions, from, to);
      System.arraycopy(batch, 0, features, from * width, batch.length);
    }
    return features;
  }

  private float[] encode(Views views, int regions, int from, int to) {
    int size = model.config().resolution();
    float[] pixels = new float[(to - from) * 3 * size * size];
    for (int row = from; row < to; row++) {
      float[] normalised = ImageTransform.normalise(views.get(row));
      System.arraycopy(normalised, 0, pixels, (row - from) * normalised.length, normalised.length);
    }
    try (NDManager step = model.newManager()) {
      NDArray input = OwnedArrays.floats(step, pixels, to - from, 3, size, size);
      return Autograd.withoutGradient(
              () -> regions == 1 ? model.image().encode(input) : model.image().regions(input))
          .toFloatArray();
    }
  }

  /** What the encoder is shown: of rows asked for in order, each image is decoded once. */
  private static final class Views {
    private final FeatureRows rows;
    private final Dataset dataset;
    private final List<LabeledImage> split;
    private final int size;
    private int image = -1;
    private Picture picture;

    Views(FeatureRows rows, Dataset dataset, int size) {
      this.rows = rows;
      this.dataset = dataset;
      this.size = size;
      split = rows.key().split(dataset);
    }

    /**
     * A view depends on the seed, its number and the image alone, so every loss and omega of a seed
     * sees the same.
     */
    Picture get(int index) {
      long row = rows.rows()[index];
      String path = split.get(FeatureRows.image(row)).path();
      if (image != FeatureRows.image(row)) {
        picture = dataset.pictures().read(path);
        image = FeatureRows.image(row);
      }
      return rows.key().transform() == FeatureKey.Transform.VIEWS
          ? ImageTransform.randomResizedCrop(
              picture, Draws.of(rows.key().seed(), "view of " + path, FeatureRows.view(row)), size)
          : ImageTransform.test(picture, size);
    }
  }
}
