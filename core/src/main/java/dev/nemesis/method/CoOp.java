package dev.nemesis.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.prompt.ArrayShape;
import dev.nemesis.prompt.PromptText;
import dev.nemesis.weights.PromptCheckpoint;
import java.util.List;
import java.util.Map;

/**
 * CoOp: one prompt, its context vectors learned, shared by all classes or one set a class. An image
 * and a class are as similar as the cosine of the image's feature and the prompt's.
 */
public final class CoOp implements LearningMethod {
  @Override
  public String name() {
    return "coop";
  }

  @Override
  public String title() {
    return "CoOp";
  }

  @Override
  public Map<String, String> refused() {
    return Map.of();
  }

  @Override
  public PreparedMethod prepare(Preparation with) {
    return new Prepared(with.text(), with.contexts(), with.logitScale());
  }

  /**
   * The method for some classes.
   *
   * @param text encodes the prompts
   * @param contexts shape of what is learned {@code [V, L, W]}
   * @param logitScale CLIP's, a scalar
   */
  private record Prepared(PromptText text, Shape contexts, NDArray logitScale)
      implements PreparedMethod {
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
      return Cosines.logits(encoded.get(0), images, logitScale);
    }

    @Override
    public int promptsAtOnce() {
      return text.promptsAtOnce();
    }

    @Override
    public int imagesAtOnce(int runs) {
      return Cosines.imagesAtOnce(runs, text.classes());
    }
  }
}
