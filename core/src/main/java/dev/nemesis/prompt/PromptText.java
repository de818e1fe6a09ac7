package dev.nemesis.prompt;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.grid.PromptSpec;
import dev.nemesis.tensor.Rows;
import java.util.List;

/**
 * Encodes context vectors as text features, for one set of classes and one shape of prompts. Close
 * it to free what it keeps on the device.
 */
public final class PromptText implements AutoCloseable {
  private static final long MAX_HIDDEN = 1L << 22;

  /** Below it a GPU waits for the next call; above it hardly anything is gained. */
  private static final long MAX_HIDDEN_GPU = 1L << 24;

  private final NDManager manager;
  private final ClassSuffixes suffixes;
  private final PromptEncoder encoder;
  private final NDArray startToken; // [1, 1, W]
  private final int promptsAtOnce;

  private PromptText(
      NDManager manager,
      ClassSuffixes suffixes,
      PromptEncoder encoder,
      NDArray startToken,
      long maxHidden) {
    promptsAtOnce = (int) Math.max(1, maxHidden / encoder.hiddenFloats());
    this.manager = manager;
    this.suffixes = suffixes;
    this.encoder = encoder;
    this.startToken = startToken;
  }

  /**
   * Prepares the prompts of some classes.
   *
   * @param owner what is kept lives in a sub-manager of this one
   * @param sos the start token's id
   * @param classes their tokens, in label order
   */
  public static PromptText of(
      NDManager owner, ClipModel model, int sos, PromptSpec prompt, List<ClassTokens> classes) {
    return of(owner, model, sos, prompt, classes, maxHidden(owner.getDevice()));
  }

  static long maxHidden(Device device) {
    return device.isGpu() ? MAX_HIDDEN_GPU : MAX_HIDDEN;
  }

  /**
   * Prepares the prompts of some classes for a device with less or more memory.
   *
   * @param maxHidden floats that the hidden layer, the widest array of a pass, may take where no
   *     gradient is asked; at least one prompt is encoded at once in any case
   */
  public static PromptText of(
      NDManager owner,
      ClipModel model,
      int sos,
      PromptSpec prompt,
      List<ClassTokens> classes,
      long maxHidden) {
    NDManager manager = owner.newSubManager();
    PromptLayout layout = PromptLayout.of(prompt, classes);
    ClassSuffixes suffixes =
        ClassSuffixes.of(manager, model.text(), layout, prompt.ctxLen(), prompt.classSpecific());
    NDArray startToken = SoftPrompts.embedded(manager, model.text(), new int[] {sos});
    return new PromptText(
        manager,
        suffixes,
        new PromptEncoder(manager, model.text(), suffixes),
        startToken.expandDims(0),
        maxHidden);
  }

  /**
   * Text features of every prompt with every class.
   *
   * @param contexts {@code [G, V, L, W]}: V = 1, or C where every class has vectors of its own
   * @return not normalised, {@code [G, C, E]}, in the manager of {@code contexts}
   */
  public NDArray features(NDArray contexts) {
    Shape shape = contexts.getShape();
    NDArray prefix = Rows.view(contexts.getManager(), startToken);
    prefix = prefix.broadcast(shape.get(0), 1, shape.get(3));
    if (suffixes.shared() == shape.get(2)) {
      prefix = prefix.concat(contexts.squeeze(1), 1);
    } else if (suffixes.shared() > 0) {
      prefix = prefix.concat(contexts.get(new NDIndex(":, 0, :" + suffixes.shared())), 1);
    }
    return encoder.encode(prefix, suffixes.place(contexts));
  }

  /** C. */
  public int classes() {
    return suffixes.classes();
  }

  /**
   * How many prompts are best encoded at once where no gradient is asked: a layer's arrays then
   * take some hundred megabytes, on a GPU some hundreds.
   */
  public int promptsAtOnce() {
    return promptsAtOnce;
  }

  @Override
  public void close() {
    manager.close();
  }
}
