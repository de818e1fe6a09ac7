package dev.nemesis.clip;

import ai.djl.ndarray.NDArray;

/** A frozen image encoder. */
public sealed interface ImageEncoder permits VisionTransformer, ModifiedResNet {
  /**
   * Encodes images.
   *
   * @param images {@code [B, 3, R, R]}, normalised with CLIP's mean and deviation
   * @return image features, not normalised, {@code [B, E]}
   */
  NDArray encode(NDArray images);
}
