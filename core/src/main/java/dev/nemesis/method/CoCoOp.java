package dev.nemesis.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import dev.nemesis.grid.Cell;
import dev.nemesis.prompt.ArrayShape;
import dev.nemesis.prompt.PromptText;
import dev.nemesis.random.Draws;
import dev.nemesis.weights.PromptCheckpoint;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * CoCoOp: an image has prompts of its own, the learned context vectors shifted by what a meta-net
 * makes of the image's feature: {@code v_j + linear2(relu(linear1(x)))}. So text features are
 * computed for every image.
 */
public final class CoCoOp implements LearningMethod {
  /** Names of the meta-net's arrays, in their order, as published checkpoints have them. */
  static final List<String> META_NET =
      List.of(
          "meta_net.linear1.weight",
          "meta_net.linear1.bias",
          "meta_net.linear2.weight",
          "meta_net.linear2.bias");

  private static final int REDUCTION = 16;

  @Override
  public String name() {
    return "cocoop";
  }

  @Override
  public String title() {
    return "CoCoOp";
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of("ctx_len", 4, "ctx_init", "a photo of a", "batch_size", 1, "epochs", 10);
  }

  @Override
  public int promptsPerStep(Cell cell) {
    return cell.optimizer().batchSize();
  }

  @Override
  public PreparedMethod prepare(Preparation with) {
    return new Prepared(
        with.text(), with.contexts(), with.model().config().embedDim(), with.logitScale());
  }

  /**
   * The method for some classes.
   *
   * @param text encodes the prompts
   * @param contexts shape of the context vectors {@code [1, L, W]}
   * @param embedDim E, length of image features; the meta-net's hidden layer has E/16 units
   * @param logitScale CLIP's, a scalar
   */
  private record Prepared(PromptText text, Shape contexts, int embedDim, NDArray logitScale)
      implements PreparedMethod {
    @Override
    public List<ArrayShape> learned() {
      long hidden = hidden();
      long width = contexts.get(2);
      return List.of(
          new ArrayShape(PromptCheckpoint.CTX, contexts),
          new ArrayShape(META_NET.get(0), new Shape(hidden, embedDim)),
          new ArrayShape(META_NET.get(1), new Shape(hidden)),
          new ArrayShape(META_NET.get(2), new Shape(width, hidden)),
          new ArrayShape(META_NET.get(3), new Shape(width)));
    }

    private int hidden() {
      return embedDim / REDUCTION;
    }

    /** The meta-net starts as PyTorch starts linear layers: uniform up to 1 / sqrt(inputs). */
    @Override
    public List<float[]> start(long seed, float[] contexts) {
      RandomGenerator random = Draws.of(seed, "meta-net");
      int width = (int) this.contexts.get(2);
      return List.of(
          contexts,
          uniform(random, hidden() * embedDim, embedDim),
          uniform(random, hidden(), embedDim),
          uniform(random, width * hidden(), hidden()),
          uniform(random, width, hidden()));
    }

    private static float[] uniform(RandomGenerator random, int count, int inputs) {
      double bound = 1 / Math.sqrt(inputs);
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = (float) random.nextDouble(-bound, bound);
      }
      return values;
    }

    @Override
    public NDList encode(NDList learned) {
      return learned;
    }

    @Override
    public NDArray logits(NDList encoded, NDArray images) {
      NDArray vectors = encoded.get(0); // [K, 1, L, W]
      long runs = vectors.getShape().get(0);
      long batch = images.getShape().get(1);
      NDArray seen = images;
      if (images.getShape().get(0) != runs) {
        seen = images.broadcast(runs, batch, embedDim);
      }
      NDArray prompts =
          vectors
              .add(shift(encoded, seen).expandDims(2))
              .reshape(runs * batch, 1, contexts.get(1), contexts.get(2));
      NDArray features = text.features(prompts).normalize(2, 2); // [K x B, C, E]
      return features
          .matMul(seen.reshape(runs * batch, embedDim, 1))
          .reshape(runs, batch, text.classes())
          .mul(logitScale);
    }

    /**
     * Computes the shift that the meta-net adds to the context vectors.
     *
     * @param images {@code [K, B, E]}
     * @return {@code [K, B, W]}
     */
    private static NDArray shift(NDList learned, NDArray images) {
      NDArray hidden =
          images.matMul(learned.get(1).transpose(0, 2, 1)).add(learned.get(2).expandDims(1));
      return Activation.relu(hidden)
          .matMul(learned.get(3).transpose(0, 2, 1))
          .add(learned.get(4).expandDims(1));
    }

    @Override
    public boolean sharesText() {
      return false;
    }

    @Override
    public boolean testsEveryEpoch() {
      return false;
    }

    @Override
    public int promptsOf(int images) {
      return images;
    }

    @Override
    public int promptsAtOnce() {
      return text.promptsAtOnce();
    }

    @Override
    public int imagesAtOnce(int runs) {
      return Math.max(1, text.promptsAtOnce() / runs);
    }
  }
}
