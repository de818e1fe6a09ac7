package dev.nemesis.prompt;

import dev.nemesis.clip.Tokenizer;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.PromptSpec;
import java.util.List;

/** Class names as tokens, and whether they fit behind a context. */
public final class ClassPrompts {
  /** Tokens of "a photo of a", the context of zero-shot prompts, at most. */
  private static final int ZERO_SHOT_CONTEXT = 4;

  private ClassPrompts() {}

  /** Tokens of each class name with {@code _} replaced by a space, and of the "." behind it. */
  static List<int[]> tokens(Tokenizer tokenizer, List<String> classNames) {
    return classNames.stream().map(name -> tokenizer.encode(name.replace('_', ' ') + ".")).toList();
  }

  /**
   * Checks that prompts of a shape fit the text encoder.
   *
   * @param prompt the learned prompt's shape; null for zero-shot
   * @throws InputException naming the class whose prompt would be too long
   */
  public static void check(
      Tokenizer tokenizer, List<String> classNames, PromptSpec prompt, int contextLength) {
    int context = prompt == null ? ZERO_SHOT_CONTEXT : prompt.ctxLen();
    check(tokenizer, classNames, 1 + context, contextLength);
  }

  /** As above, for a prefix of so many tokens; returns the tokens of the longest suffix. */
  static int check(
      Tokenizer tokenizer, List<String> classNames, int prefixLength, int contextLength) {
    int longest = 0;
    List<int[]> tokens = tokens(tokenizer, classNames);
    for (int c = 0; c < tokens.size(); c++) {
      int length = tokens.get(c).length + 1; // and the end token
      if (prefixLength + length > contextLength) {
        throw InputException.cannot(
            ErrorCode.GRID,
            "fit the class name '"
                + classNames.get(c)
                + "' behind "
                + (prefixLength - 1)
                + " context tokens: "
                + (prefixLength + length)
                + " tokens in all, and the model reads "
                + contextLength
                + "; take a smaller ctx_len");
      }
      longest = Math.max(longest, length);
    }
    return longest;
  }
}
