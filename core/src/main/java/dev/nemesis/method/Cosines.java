package dev.nemesis.method;

import ai.djl.ndarray.NDArray;

/** Logits of methods by which an image and a class are as similar as their features' cosine. */
public final class Cosines {
  /** Scores held at once when test images are classified. */
  private static final long MOST_SCORES = 32_000_000;

  private Cosines() {}

  /** How many images are best classified at once, for {@link PreparedMethod#imagesAtOnce}. */
  static int imagesAtOnce(int runs, long classes) {
    return (int) Math.max(1, MOST_SCORES / (runs * classes));
  }

  /**
   * Computes {@code scale x cosine}.
   *
   * @param text features of the classes {@code [K, C, E]}, of unit length
   * @param images features {@code [K, B, E]}, or {@code [1, B, E]} where all runs see the same, of
   *     unit length
   * @param logitScale a scalar
   * @return {@code [K, B, C]}
   */
  public static NDArray logits(NDArray text, NDArray images, NDArray logitScale) {
    if (images.getShape().get(0) == 1) {
      // [K, C, E] x [E, B]: no copy of the images per run
      return text.matMul(images.squeeze(0).transpose()).transpose(0, 2, 1).mul(logitScale);
    }
    return images.matMul(text.transpose(0, 2, 1)).mul(logitScale);
  }
}
