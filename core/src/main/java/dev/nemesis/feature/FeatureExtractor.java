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
  private static final int BATCH = 64;

  private final ClipModel model;

  /** Encodes with the model's image side, on its device. */
  public FeatureExtractor(ClipModel model) {
    this.model = model;
  }

  /**
   * Features of one block.
   *
   * @param images all images of the block's key, in order
   * @return {@code [to - from, R, E]} of the key's R regions, row-major, not normalised
   * @throws IllegalArgumentException if the model has another number of regions than the key
   */
  public float[] extract(FeatureBlock block, Dataset dataset, List<LabeledImage> images) {
    int regions = block.key().regions();
    if (regions != 1 && regions != model.config().regions()) {
      throw new IllegalArgumentException(
          "Cannot give %d regions of an image; the model has %d"
              .formatted(regions, model.config().regions()));
    }
    int width = regions * model.config().embedDim();
    float[] features = new float[block.rows() * width];
    for (int from = block.from(); from < block.to(); from += BATCH) {
      int to = Math.min(block.to(), from + BATCH);
      float[] batch = encode(block.key(), dataset, images, from, to);
      System.arraycopy(batch, 0, features, (from - block.from()) * width, batch.length);
    }
    return features;
  }

  private float[] encode(
      FeatureKey key, Dataset dataset, List<LabeledImage> images, int from, int to) {
    int size = model.config().resolution();
    float[] pixels = new float[(to - from) * 3 * size * size];
    for (int row = from; row < to; row++) {
      String path = images.get(row % images.size()).path();
      Picture picture = view(key, dataset.pictures().read(path), path, row / images.size(), size);
      float[] normalised = ImageTransform.normalise(picture);
      System.arraycopy(normalised, 0, pixels, (row - from) * normalised.length, normalised.length);
    }
    try (NDManager step = model.newManager()) {
      NDArray input = OwnedArrays.floats(step, pixels, to - from, 3, size, size);
      return Autograd.withoutGradient(
              () -> key.regions() == 1 ? model.image().encode(input) : model.image().regions(input))
          .toFloatArray();
    }
  }

  /**
   * A view depends on the seed, its number and the image alone, so every loss and omega of a seed
   * sees the same.
   */
  private static Picture view(FeatureKey key, Picture picture, String path, int view, int size) {
    return key.views() == 0
        ? ImageTransform.test(picture, size)
        : ImageTransform.randomResizedCrop(
            picture, Draws.of(key.seed(), "view of " + path, view), size);
  }
}
