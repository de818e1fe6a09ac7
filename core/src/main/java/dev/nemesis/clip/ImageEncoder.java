package dev.nemesis.clip;

import ai.djl.ndarray.NDArray;

/** A frozen image encoder. */
public sealed interface ImageEncoder permits VisionTransformer, ModifiedResNet {
  /**
   * Encodes images.
   *
   * @param images {@code [B, 3, R, R]}, normalised with the model's mean and deviation
   * @return image features, not normalised, {@code [B, E]}
   */
  NDArray encode(NDArray images);

  /**
   * Encodes images and every place in them, as PLOT matches them with prompts.
   *
   * @param images {@code [B, 3, R, R]}, normalised with the model's mean and deviation
   * @return the image's feature (that of {@link #encode}) first, then one for each of the HW
   *     spatial positions, row by row; not normalised, {@code [B, 1 + HW, E]}
   */
  NDArray regions(NDArray images);
}
