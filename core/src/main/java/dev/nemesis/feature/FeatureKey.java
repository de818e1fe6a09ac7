package dev.nemesis.feature;

/**
 * What a set of features was computed from; features of equal keys are equal.
 *
 * @param weightsDigest SHA-256 of the CLIP weights
 * @param dataset its name
 * @param datasetDigest its digest
 * @param shots images per class of a few-shot subset; 0 for the test split
 * @param seed of the subset and of its augmented views; 0 for the test split
 * @param views augmented views of each image; 0 for the test transform
 */
public record FeatureKey(
    String weightsDigest, String dataset, String datasetDigest, int shots, long seed, int views) {

  /**
   * Changes whenever a transform or the layout of a block changes, so that old blocks are not taken
   * for new ones.
   */
  private static final int VERSION = 1;

  /** Key of a test split. */
  public static FeatureKey test(String weightsDigest, String dataset, String datasetDigest) {
    return new FeatureKey(weightsDigest, dataset, datasetDigest, 0, 0, 0);
  }

  /** Whether this is a few-shot subset of the train split. */
  public boolean isTrain() {
    return shots > 0;
  }

  /** Rows per image. */
  public int rowsPerImage() {
    return Math.max(1, views);
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
        + subset;
  }
}
