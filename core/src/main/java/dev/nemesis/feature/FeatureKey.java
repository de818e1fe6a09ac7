package dev.nemesis.feature;

import dev.nemesis.data.Dataset;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.util.List;

/**
 * The inputs that features were computed from: rows of equal keys and equal numbers are equal.
 *
 * <p>Training images are known by their place in the train split, not by the few-shot subset they
 * were drawn for: subsets of other shots and, without augmentation, of other seeds overlap (of a
 * class with 40 images, 16 and 8 shots of three seeds draw most images several times), and an image
 * is decoded and encoded once for all of them. Only images some cell needs are; the rest of
 * ImageNet's 1.28 million never.
 *
 * @param weightsDigest SHA-256 of the CLIP weights
 * @param dataset its name
 * @param datasetDigest its digest
 * @param transform what is done to the images, and which split they are of
 * @param seed of the augmented views; 0 where there are none
 * @param regions R, features of an image: 1 for its pooled feature alone, or for PLOT as many as
 *     the weights' {@link dev.nemesis.clip.ClipConfig#regions()}
 */
public record FeatureKey(
    String weightsDigest,
    String dataset,
    String datasetDigest,
    Transform transform,
    long seed,
    int regions) {

  /** Images of which split, and what is done to them. */
  public enum Transform {
    /** The test split, with the test transform. */
    TEST,
    /** Images of the train split, with the test transform. */
    TRAIN,
    /** Images of the train split, in augmented views drawn from a seed. */
    VIEWS
  }

  /**
   * Changes whenever a transform or the layout of a block changes, so that old blocks are not taken
   * for new ones.
   */
  private static final int VERSION = 2;

  /** Bytes a value takes on disk. */
  private static final int BYTES = 2;

  /** The largest length of a Java array. */
  private static final long MOST_VALUES = Integer.MAX_VALUE - 8;

  /** Key of a test split. */
  public static FeatureKey test(
      String weightsDigest, String dataset, String datasetDigest, int regions) {
    return new FeatureKey(weightsDigest, dataset, datasetDigest, Transform.TEST, 0, regions);
  }

  /**
   * Key of training images.
   *
   * @param seed of the augmented views
   * @param views how many of each image; 0 for the test transform, whatever the seed
   */
  public static FeatureKey train(
      String weightsDigest,
      String dataset,
      String datasetDigest,
      long seed,
      int views,
      int regions) {
    return views == 0
        ? new FeatureKey(weightsDigest, dataset, datasetDigest, Transform.TRAIN, 0, regions)
        : new FeatureKey(weightsDigest, dataset, datasetDigest, Transform.VIEWS, seed, regions);
  }

  /** The split its images are numbered in. */
  public List<LabeledImage> split(Dataset dataset) {
    return transform == Transform.TEST ? dataset.test() : dataset.train();
  }

  /**
   * How many values features that are held together are.
   *
   * @param images n
   * @param views V
   * @param dim E
   * @throws InputException if they are more than one array takes
   */
  public int values(int images, int views, int dim) {
    long features = (long) images * views * regions;
    if (features > MOST_VALUES / dim) {
      throw InputException.cannot(
          ErrorCode.GRID,
          "hold training features of "
              + folder()
              + " in one array: %d images x %d views x %d regions x %d numbers are more than %d;"
                  .formatted(images, views, regions, dim, MOST_VALUES)
              + " take fewer views, or for PLOT fewer shots");
    }
    return (int) features * dim;
  }

  /**
   * Bytes on disk of some rows, but for the files' headers.
   *
   * @param rows how many
   * @param dim E
   */
  public long bytes(long rows, int dim) {
    return rows * regions * dim * BYTES;
  }

  /** The folder of its blocks, relative to the store. */
  public String folder() {
    String images =
        switch (transform) {
          case TEST -> "test";
          case TRAIN -> "train";
          case VIEWS -> "train-views-s" + seed;
        };
    return "v"
        + VERSION
        + "/"
        + weightsDigest.substring(0, 12)
        + "/"
        + dataset
        + "-"
        + datasetDigest.substring(0, 12)
        + "/"
        + images
        + (regions > 1 ? "-regions" : "");
  }
}
