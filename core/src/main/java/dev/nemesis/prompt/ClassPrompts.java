package dev.nemesis.prompt;

import dev.nemesis.clip.Tokenizer;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.PromptSpec;
import java.util.Arrays;
import java.util.List;

/** Class names as tokens, and whether they fit beside a context. */
public final class ClassPrompts {
  private ClassPrompts() {}

  /**
   * Tokens of each class, {@code _} in its name replaced by a space. The name ends where CoOp cuts
   * it: after as many tokens as the name takes when it stands alone.
   */
  public static List<ClassTokens> tokens(Tokenizer tokenizer, List<String> classNames) {
    return classNames.stream().map(name -> tokens(tokenizer, name.replace('_', ' '))).toList();
  }

  private static ClassTokens tokens(Tokenizer tokenizer, String name) {
    int[] sentence = tokenizer.encode(name + ".");
    int cut = Math.min(tokenizer.encode(name).length, sentence.length);
    int[] tail = Arrays.copyOfRange(sentence, cut, sentence.length + 1);
    tail[tail.length - 1] = tokenizer.eot();
    return new ClassTokens(Arrays.copyOf(sentence, cut), tail);
  }

  /**
   * Checks that prompts of a shape fit the text encoder, and that words they start from give as
   * many vectors as they should.
   *
   * @param prompt the learned prompt's shape; null for zero-shot
   * @throws InputException naming the class whose prompt would be too long, or the words
   */
  public static void check(
      Tokenizer tokenizer, List<String> classNames, PromptSpec prompt, int contextLength) {
    if (prompt != null && prompt.ctxInit() != null) {
      SoftPrompts.words(tokenizer, prompt);
    }
    int context = prompt == null ? HandWritten.words(tokenizer).length : prompt.ctxLen();
    List<ClassTokens> tokens = tokens(tokenizer, classNames);
    for (int c = 0; c < tokens.size(); c++) {
      int length = 1 + context + tokens.get(c).length();
      if (length > contextLength) {
        throw InputException.cannot(
            ErrorCode.GRID,
            "fit the class name '"
                + classNames.get(c)
                + "' beside "
                + context
                + " context tokens: "
                + length
                + " tokens in all, and the model reads "
                + contextLength
                + "; take a smaller ctx_len");
      }
    }
  }
}
