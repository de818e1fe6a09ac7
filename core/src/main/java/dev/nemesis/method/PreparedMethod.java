package dev.nemesis.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.nemesis.prompt.ArrayShape;
import dev.nemesis.weights.PromptCheckpoint;
import java.util.List;

/**
 * A method, ready for one set of classes: from what is learned to logits. Every operation works on
 * each of K runs' own slice.
 *
 * <p>The two steps share the work: what {@link #encode} returns serves any number of images.
 */
public interface PreparedMethod {
  /** Images of all runs that are classified at once where a method says nothing else. */
  int MOST_IMAGES = 1 << 12;

  /**
   * The arrays that one run learns. Context vectors, where there are some, come first, are called
   * {@code ctx} and are {@code [V, L, W]}. Arrays of K runs have K in front.
   */
  List<ArrayShape> learned();

  /** Whether context vectors are learned, on whose norms a loss can act. */
  default boolean learnsVectors() {
    return !learned().isEmpty() && learned().get(0).name().equals(PromptCheckpoint.CTX);
  }

  /** L of the context vectors; 0 where none are learned. */
  default int ctxLen() {
    return learnsVectors() ? (int) learned().get(0).shape().get(1) : 0;
  }

  /**
   * Returns the initial values of one run's arrays.
   *
   * @param seed of everything random but the context vectors
   * @param contexts {@code [V, L, W]}, row-major; empty where none are learned
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
  default boolean sharesText() {
    return true;
  }

  /**
   * Whether the test images are classified after every epoch: where that costs next to nothing. If
   * not, after the last.
   */
  default boolean testsEveryEpoch() {
    return true;
  }

  /**
   * How many prompts' text features {@link #encode} and {@link #logits} compute for one run.
   *
   * @param images B
   */
  default int promptsOf(int images) {
    return 1;
  }

  /** See {@link dev.nemesis.prompt.PromptText#promptsAtOnce}. */
  default int promptsAtOnce() {
    return 1;
  }

  /**
   * How many test images are classified at once.
   *
   * @param runs K
   */
  default int imagesAtOnce(int runs) {
    return Math.max(1, MOST_IMAGES / runs);
  }
}
