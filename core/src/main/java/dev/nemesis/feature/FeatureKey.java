package dev.nemesis.feature;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;

/**
 * What a set of features was computed from; features of equal keys are equal.
 *
 * @param weightsDigest SHA-256 of the CLIP weights
 * @param dataset its name
 * @param datasetDigest its digest
 * @param shots images per class of a few-shot subset; 0 for the test split
 * @param seed of the subset and of its augmented views; 0 for the test split
 * @param views augmented views of each image; 0 for the test transform
 * @param regions features of an image: 1 for its pooled feature alone, or for PLOT as many as the
 *     weights' {@link dev.nemesis.clip.ClipConfig#regions()}
 */
public record FeatureKey(
    String weightsDigest,
    String dataset,
    String datasetDigest,
    int shots,
    long seed,
    int views,
    int regions) {

  /**
   * Changes whenever a transform or the layout of a block changes, so that old blocks are not taken
   * for new ones.
   */
  private static final int VERSION = 1;

  /** As long as a Java array can be. */
  private static final long MOST_VALUES = Integer.MAX_VALUE - 8;

  /** Key of a test split. */
  public static FeatureKey test(
      String weightsDigest, String dataset, String datasetDigest, int regions) {
    return new FeatureKey(weightsDigest, dataset, datasetDigest, 0, 0, 0, regions);
  }

  /** Whether this is a few-shot subset of the train split. */
  public boolean isTrain() {
    return shots > 0;
  }

  /** Rows per image. */
  public int rowsPerImage() {
    return Math.max(1, views);
  }

  /**
   * How many values the features of its images are.
   *
   * @param images n
   * @param dim E
   * @throws InputException if they are more than {@link Features} can hold
   */
  public int values(int images, int dim) {
    long features = (long) images * rowsPerImage() * regions;
    if (features > MOST_VALUES / dim) {
      throw InputException.cannot(
          ErrorCode.GRID,
          "hold the features "
              + folder()
              + " in one array: %d images x %d views x %d regions x %d numbers are more than %d;"
                  .formatted(images, rowsPerImage(), regions, dim, MOST_VALUES)
              + " take fewer views, or for PLOT a smaller dataset");
    }
    return (int) features * dim;
  }

  /** The folder of its blocks, relative to the store. */
  public String folder() {
    String subset = isTrain() ? "train-" + shots + "shot-s" + seed + "-v" + views : "test";
    return "v"
        + VERSION
        + "/"
        + weightsDigest.substring(0, 12)
        + "/"
        + dataset
        + "-"
        + datasetDigest.substring(0, 12)
        + "/"
        + subset
        + (regions > 1 ? "-regions" : "");
  }
}
