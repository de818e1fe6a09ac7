package dev.nemesis.prompt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.weights.PromptCheckpoint;
import java.util.List;

/**
 * CoOp: one prompt, its context vectors learned, shared by all classes or one set a class. An image
 * and a class are as similar as the cosine of the image's feature and the prompt's.
 *
 * @param text encodes the prompts
 * @param contexts shape of what is learned {@code [V, L, W]}
 * @param logitScale CLIP's, a scalar
 */
public record CoOp(PromptText text, Shape contexts, NDArray logitScale) implements PromptMethod {
  /** Scores held at once when test images are classified. */
  private static final long MAX_SCORES = 32_000_000;

  @Override
  public List<ArrayShape> learned() {
    return List.of(new ArrayShape(PromptCheckpoint.CTX, contexts));
  }

  @Override
  public NDList encode(NDList learned) {
    return new NDList(text.features(learned.get(0)).normalize(2, 2));
  }

  @Override
  public NDArray logits(NDList encoded, NDArray images) {
    NDArray features = encoded.get(0);
    if (images.getShape().get(0) == 1) {
      // [K, C, E] x [E, B]: no copy of the images per run
      return features.matMul(images.squeeze(0).transpose()).transpose(0, 2, 1).mul(logitScale);
    }
    return images.matMul(features.transpose(0, 2, 1)).mul(logitScale);
  }

  @Override
  public boolean sharesText() {
    return true;
  }

  @Override
  public boolean testsEveryEpoch() {
    return true;
  }

  @Override
  public int promptsOf(int images) {
    return 1;
  }

  @Override
  public int promptsAtOnce() {
    return text.promptsAtOnce();
  }

  @Override
  public int imagesAtOnce(int runs) {
    return (int) Math.max(1, MAX_SCORES / ((long) runs * text.classes()));
  }
}
