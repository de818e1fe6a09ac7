package dev.nemesis.prompt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.grid.Method;
import dev.nemesis.grid.PromptSpec;
import dev.nemesis.tensor.OwnedArrays;
import java.util.List;

/**
 * A way of learning prompts: from what is learned to logits. Every operation works on each of K
 * runs' own slice.
 *
 * <p>The two steps share the work: what {@link #encode} returns serves any number of images.
 */
public sealed interface PromptMethod permits CoOp, Plot, CoCoOp {

  /**
   * A cell's method, ready for one set of classes.
   *
   * @param manager keeps its constants
   * @param text of the classes
   */
  static PromptMethod of(
      NDManager manager, ClipModel model, Method method, PromptSpec prompt, PromptText text) {
    Shape contexts =
        new Shape(prompt.sets(text.classes()), prompt.ctxLen(), model.config().textWidth());
    NDArray scale = OwnedArrays.constant(manager, model.logitScale());
    return switch (method) {
      case ZEROSHOT, COOP -> new CoOp(text, contexts, scale);
      case PLOT -> new Plot(text, contexts, scale);
      case COCOOP -> new CoCoOp(text, contexts, model.config().embedDim(), scale);
    };
  }

  /**
   * The arrays that one run learns, the context vectors {@code [V, L, W]} first; results keep them
   * by these names. Arrays of K runs have K in front.
   */
  List<ArrayShape> learned();

  /**
   * Returns the initial values of one run's arrays.
   *
   * @param seed of everything random but the context vectors
   * @param contexts {@code [V, L, W]}, row-major
   * @return row-major, one an entry of {@link #learned}
   */
  default List<float[]> start(long seed, float[] contexts) {
    return List.of(contexts);
  }

  /**
   * Computes the part of the logits that depends on the learned arrays alone, whatever the images.
   *
   * @param learned arrays of K runs
   * @return in the manager of the first of them
   */
  NDList encode(NDList learned);

  /**
   * Logits of images, {@code scale x similarity}.
   *
   * @param encoded what {@link #encode} returned, in the same manager as the images
   * @param images normalised image features {@code [K, B, E]}, or {@code [1, B, E]} where all runs
   *     see the same; for PLOT {@code [K, B, R, E]}, the pooled feature first
   * @return {@code [K, B, C]}
   */
  NDArray logits(NDList encoded, NDArray images);

  /** Whether {@link #encode} has done the text side, so that more images cost next to nothing. */
  boolean sharesText();

  /**
   * Whether the test images are classified after every epoch: where that costs next to nothing. If
   * not, after the last.
   */
  boolean testsEveryEpoch();

  /** Whether the method reads images' spatial features beside the pooled one. */
  default boolean readsRegions() {
    return false;
  }

  /**
   * How many prompts' text features {@link #encode} and {@link #logits} compute for one run.
   *
   * @param images B
   */
  int promptsOf(int images);

  /** See {@link PromptText#promptsAtOnce}. */
  int promptsAtOnce();

  /**
   * How many test images are classified at once.
   *
   * @param runs K
   */
  int imagesAtOnce(int runs);
}
