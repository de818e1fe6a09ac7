package dev.nemesis.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.OwnSetting;
import dev.nemesis.prompt.ArrayShape;
import dev.nemesis.prompt.PromptText;
import dev.nemesis.weights.PromptCheckpoint;
import java.util.List;
import java.util.Map;

/**
 * PLOT: N prompts learned side by side. An image and a class are as similar as the optimal
 * transport between the image's R features (the pooled one and every spatial one) and the class's N
 * prompts makes them: {@code sum(T x cosines)}, T found by {@link Sinkhorn} without a gradient.
 */
public final class Plot implements LearningMethod {
  /**
   * The published code's test batch. Sinkhorn stops by a mean over the batch, so another size would
   * give other logits, if only just.
   */
  private static final int TEST_BATCH = 100;

  private static final String UNIFORM = "uniform";

  private static final OwnSetting TRANSPORT =
      OwnSetting.oneOf(
          "transport",
          "how PLOT moves an image's features to its prompts: optimally, or all alike",
          List.of("sinkhorn", UNIFORM),
          "sinkhorn");

  @Override
  public String name() {
    return "plot";
  }

  @Override
  public String title() {
    return "PLOT";
  }

  @Override
  public List<OwnSetting> settings() {
    return List.of(TRANSPORT);
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of("prompts", 4);
  }

  @Override
  public Map<String, String> refused() {
    return Map.of(
        "class_specific", "its vectors are shared by all classes",
        "ctx_init", "prompts that start alike stay alike");
  }

  @Override
  public boolean readsRegions() {
    return true;
  }

  @Override
  public int promptsPerStep(Cell cell) {
    return cell.prompt().prompts();
  }

  @Override
  public PreparedMethod prepare(Preparation with) {
    return new Prepared(
        with.text(),
        with.contexts(),
        with.logitScale(),
        with.text(TRANSPORT.key()).equals(UNIFORM));
  }

  /**
   * The method for some classes.
   *
   * @param text encodes the prompts
   * @param contexts shape of what is learned {@code [N, L, W]}
   * @param logitScale CLIP's, a scalar
   * @param isUniform whether every feature goes to every prompt alike: a mean of cosines
   */
  private record Prepared(PromptText text, Shape contexts, NDArray logitScale, boolean isUniform)
      implements PreparedMethod {
    @Override
    public List<ArrayShape> learned() {
      return List.of(new ArrayShape(PromptCheckpoint.CTX, contexts));
    }

    @Override
    public NDList encode(NDList learned) {
      NDArray contexts = learned.get(0); // [K, N, L, W]
      Shape shape = contexts.getShape();
      NDArray prompts =
          contexts.reshape(shape.get(0) * shape.get(1), 1, shape.get(2), shape.get(3));
      NDArray features = text.features(prompts).normalize(2, 2); // [K x N, C, E]
      return new NDList(features.reshape(shape.get(0), shape.get(1), text.classes(), -1));
    }

    @Override
    public NDArray logits(NDList encoded, NDArray images) {
      NDArray features = encoded.get(0); // [K, N, C, E]
      Shape shape = features.getShape();
      long runs = shape.get(0);
      long prompts = shape.get(1);
      long classes = shape.get(2);
      long batch = images.getShape().get(1);
      long regions = images.getShape().get(2);
      NDArray flat = images.reshape(images.getShape().get(0), batch * regions, -1);
      NDArray columns = // one matrix for all runs, where they see the same images
          flat.getShape().get(0) == 1 ? flat.squeeze(0).transpose() : flat.transpose(0, 2, 1);
      NDArray cosines =
          features
              .reshape(runs, prompts * classes, -1)
              .matMul(columns)
              .reshape(runs, prompts, classes, batch, regions)
              .transpose(0, 3, 2, 4, 1)
              .reshape(runs, batch * classes, regions, prompts);
      NDArray similarities =
          isUniform
              ? cosines.reshape(runs, batch * classes, regions * prompts).mean(new int[] {2})
              : cosines.mul(Sinkhorn.plan(cosines.stopGradient())).sum(new int[] {2, 3});
      return similarities.reshape(runs, batch, classes).mul(logitScale);
    }

    /** Sinkhorn runs for every image and class, on features that are read from the store for it. */
    @Override
    public boolean testsEveryEpoch() {
      return false;
    }

    @Override
    public int promptsOf(int images) {
      return (int) contexts.get(0);
    }

    @Override
    public int promptsAtOnce() {
      return text.promptsAtOnce();
    }

    @Override
    public int imagesAtOnce(int runs) {
      return TEST_BATCH;
    }
  }
}
