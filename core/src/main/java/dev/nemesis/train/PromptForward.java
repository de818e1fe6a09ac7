package dev.nemesis.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.prompt.PromptEncoder;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Rows;

/** From context vectors to logits: {@code scale x cos(image, text)}. */
public final class PromptForward {
  private final PromptEncoder encoder;
  private final NDArray startToken; // [1, 1, W]
  private final NDArray logitScale;

  /**
   * Prepares for one model and one set of classes.
   *
   * @param manager keeps the constants
   * @param encoder of the classes, for prefixes of 1 + L tokens
   * @param sos the start token's id
   */
  public PromptForward(NDManager manager, ClipModel model, PromptEncoder encoder, int sos) {
    this.encoder = encoder;
    try (NDManager scratch = manager.newSubManager()) {
      startToken = model.text().embed(OwnedArrays.longs(scratch, new long[] {sos}, 1, 1));
      startToken.attach(manager);
    }
    logitScale = OwnedArrays.constant(manager, model.logitScale());
  }

  /**
   * Text features of every context with every class.
   *
   * @param contexts {@code [K, L, W]}
   * @return normalised, {@code [K, C, E]}
   */
  public NDArray text(NDArray contexts) {
    Shape shape = contexts.getShape();
    NDArray start = Rows.view(contexts.getManager(), startToken);
    start = start.broadcast(shape.get(0), 1, shape.get(2));
    return encoder.encode(start.concat(contexts, 1)).normalize(2, 2);
  }

  /**
   * Logits of images.
   *
   * @param text normalised {@code [K, C, E]}
   * @param images normalised {@code [K, B, E]}
   * @return {@code [K, B, C]}
   */
  public NDArray logits(NDArray text, NDArray images) {
    return images.matMul(text.transpose(0, 2, 1)).mul(logitScale);
  }

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
