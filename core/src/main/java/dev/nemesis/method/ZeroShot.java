package dev.nemesis.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.nemesis.prompt.ArrayShape;
import java.util.List;

/** CLIP's hand-written prompt, "a photo of a {class}.": nothing is learned. */
public final class ZeroShot implements LearningMethod {
  @Override
  public String name() {
    return "zeroshot";
  }

  @Override
  public String title() {
    return "Zero-shot CLIP";
  }

  @Override
  public boolean isTrained() {
    return false;
  }

  @Override
  public boolean learnsVectors() {
    return false;
  }

  @Override
  public PreparedMethod prepare(Preparation with) {
    return new Prepared(with.handWrittenFeatures().expandDims(0), with.logitScale());
  }

  /**
   * The method for some classes.
   *
   * @param features of the prompt {@code [1, C, E]}, of unit length
   */
  private record Prepared(NDArray features, NDArray logitScale) implements PreparedMethod {
    @Override
    public List<ArrayShape> learned() {
      return List.of();
    }

    @Override
    public NDList encode(NDList learned) {
      return new NDList(features);
    }

    @Override
    public NDArray logits(NDList encoded, NDArray images) {
      return Cosines.logits(encoded.get(0), images, logitScale);
    }

    @Override
    public int imagesAtOnce(int runs) {
      return Cosines.imagesAtOnce(runs, features.getShape().get(1));
    }
  }
}
