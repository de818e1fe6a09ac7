package dev.nemesis.prompt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.TextEncoder;
import dev.nemesis.clip.Tokenizer;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.PromptSpec;
import dev.nemesis.random.Draws;
import dev.nemesis.tensor.OwnedArrays;
import java.util.random.RandomGenerator;

/** Where learned context vectors start. */
public final class SoftPrompts {
  /** CoOp's deviation of a random start. */
  private static final double INIT_STD = 0.02;

  private SoftPrompts() {}

  /**
   * CoOp's random start: normal with mean 0 and standard deviation 0.02, from the seed alone.
   *
   * @param sets V
   * @return {@code [V, L, W]}, row-major
   */
  public static float[] random(long seed, int sets, int ctxLen, int width) {
    RandomGenerator random = Draws.of(seed, "context");
    float[] values = new float[sets * ctxLen * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * INIT_STD);
    }
    return values;
  }

  /**
   * A start from words: every set of vectors starts from the words' token embeddings.
   *
   * @param sets V
   * @return {@code [V, L, W]}, row-major
   * @throws InputException if the words are not L tokens
   */
  public static float[] ofWords(
      NDManager manager, TextEncoder text, Tokenizer tokenizer, PromptSpec prompt, int sets) {
    int[] words = words(tokenizer, prompt);
    float[] one;
    try (NDManager scratch = manager.newSubManager()) {
      one = embedded(scratch, text, words).toFloatArray();
    }
    float[] all = new float[sets * one.length];
    for (int v = 0; v < sets; v++) {
      System.arraycopy(one, 0, all, v * one.length, one.length);
    }
    return all;
  }

  /** The tokens of a prompt's words. */
  static int[] words(Tokenizer tokenizer, PromptSpec prompt) {
    int[] tokens = tokenizer.encode(prompt.ctxInit().replace('_', ' '));
    if (tokens.length != prompt.ctxLen()) {
      throw InputException.cannot(
          ErrorCode.GRID,
          "start from ctx_init: "
              + prompt.ctxInit()
              + ": it is "
              + tokens.length
              + " tokens for "
              + prompt.ctxLen()
              + " context vectors; give words that are one token each");
    }
    return tokens;
  }

  /** Token embeddings {@code [n, W]}. */
  static NDArray embedded(NDManager manager, TextEncoder text, int[] tokens) {
    long[] ids = new long[tokens.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = tokens[i];
    }
    return text.embed(OwnedArrays.longs(manager, ids, ids.length));
  }
}
