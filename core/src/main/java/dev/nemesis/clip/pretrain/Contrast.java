package dev.nemesis.clip.pretrain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.tensor.OwnedArrays;

/** CLIP's symmetric contrastive loss, where several pictures may share a caption. */
final class Contrast {
  private Contrast() {}

  /**
   * The loss of a batch.
   *
   * @param images features {@code [B, E]}, any length
   * @param texts features of the different captions {@code [U, E]}, any length
   * @param logitScale its logarithm, a scalar
   * @param captionOf the caption of each picture {@code [B]}
   * @return the mean of both directions, a scalar
   */
  static NDArray loss(NDArray images, NDArray texts, NDArray logitScale, int[] captionOf) {
    NDManager manager = images.getManager();
    long captions = texts.getShape().get(0);
    NDArray logits = unit(images).matMul(unit(texts).transpose()).mul(logitScale.exp());
    NDArray matches = matches(manager, captionOf, (int) captions);
    NDArray toText = logits.logSoftmax(1).mul(matches).sum();
    NDArray toImage = logits.logSoftmax(0).mul(matches).sum();
    NDArray mean = OwnedArrays.constant(manager, -0.5 / captionOf.length);
    return toText.add(toImage).mul(mean);
  }

  private static NDArray unit(NDArray x) {
    NDArray length = x.square().sum(new int[] {-1}, true).sqrt();
    return x.div(length);
  }

  /** {@code [B, U]}, 1 where the caption is the picture's. */
  private static NDArray matches(NDManager manager, int[] captionOf, int captions) {
    float[] matches = new float[captionOf.length * captions];
    for (int i = 0; i < captionOf.length; i++) {
      matches[i * captions + captionOf[i]] = 1;
    }
    return OwnedArrays.floats(manager, matches, captionOf.length, captions);
  }
}
