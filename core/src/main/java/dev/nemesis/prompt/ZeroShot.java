package dev.nemesis.prompt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.TextEncoder;
import dev.nemesis.clip.Tokenizer;
import dev.nemesis.grid.PromptSpec;

/** CLIP's hand-written prompt, "a photo of a {class}.", as context vectors that nobody trains. */
public final class ZeroShot {
  private static final String WORDS = "a photo of a";

  private ZeroShot() {}

  static int[] words(Tokenizer tokenizer) {
    return tokenizer.encode(WORDS);
  }

  /** The prompt's shape: its words in front of the class name. */
  public static PromptSpec spec(Tokenizer tokenizer) {
    return PromptSpec.generic(words(tokenizer).length);
  }

  /**
   * Its words' token embeddings.
   *
   * @return {@code [1, 1, L, W]} in {@code manager}
   */
  public static NDArray contexts(NDManager manager, TextEncoder text, Tokenizer tokenizer) {
    return SoftPrompts.embedded(manager, text, words(tokenizer)).expandDims(0).expandDims(0);
  }
}
