package dev.nemesis.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** The loss and the correct images of a batch, from its logits. */
final class Classification {
  private Classification() {}

  /**
   * Mean cross-entropy over the batch.
   *
   * @param logits {@code [K, B, C]}
   * @param labels {@code [K, B]}, int64
   * @return {@code [K]}
   */
  static NDArray crossEntropy(NDArray logits, NDArray labels) {
    NDArray chosen = logits.logSoftmax(2).gather(labels.expandDims(2), 2);
    return chosen.squeeze(2).mean(new int[] {1}).neg();
  }

  /** Images classified right, {@code [K]} as float32. */
  static NDArray correct(NDArray logits, NDArray labels) {
    return logits.argMax(2).eq(labels).toType(DataType.FLOAT32, false).sum(new int[] {1});
  }
}
