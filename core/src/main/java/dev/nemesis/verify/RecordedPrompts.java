package dev.nemesis.verify;

import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.Tokenizer;
import dev.nemesis.grid.PromptSpec;
import dev.nemesis.prompt.ClassTokens;
import dev.nemesis.prompt.PromptText;
import dev.nemesis.tensor.TensorData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The prompts of a trace: its class names as recorded token ids {@code [C, T]}, with a stand-in for
 * each context vector behind the start token.
 *
 * @param trace they are from
 * @param classNames C
 * @param tokens {@code [C][T]}
 * @param nameTokens how many tokens each class name takes {@code [C]}
 */
record RecordedPrompts(Trace trace, List<String> classNames, int[][] tokens, int[] nameTokens) {

  /**
   * Reads them.
   *
   * @param namesCut whether it matters where a class name ends: with the class name at the end of
   *     the prompt it does not, and traces need not say
   */
  static RecordedPrompts of(Trace trace, RecordedTensors tensors, boolean namesCut) {
    List<String> names = new ArrayList<>();
    trace.need("/classnames").forEach(name -> names.add(name.asText()));
    TensorData recorded = tensors.get("tokens", names.size(), -1);
    long[] ids = recorded.toLongs();
    int length = (int) recorded.shape()[1];
    int[][] tokens = new int[names.size()][length];
    for (int i = 0; i < ids.length; i++) {
      tokens[i / length][i % length] = Math.toIntExact(ids[i]);
    }
    int[] nameTokens = new int[names.size()];
    if (namesCut) {
      for (int c = 0; c < nameTokens.length; c++) {
        nameTokens[c] = trace.count("/prompt/class_name_tokens/" + c);
      }
    }
    return new RecordedPrompts(trace, List.copyOf(names), tokens, nameTokens);
  }

  /** The prompts' encoder; the caller's to close. */
  PromptText text(NDManager manager, ClipModel model, PromptSpec prompt) {
    List<ClassTokens> classes = new ArrayList<>();
    for (int c = 0; c < tokens.length; c++) {
      classes.add(classTokens(c, 1 + prompt.ctxLen()));
    }
    return PromptText.of(manager, model, tokens[0][0], prompt, classes);
  }

  private ClassTokens classTokens(int c, int start) {
    int[] row = tokens[c];
    int end = 0;
    for (int i = 1; i < row.length; i++) {
      end = row[i] > row[end] ? i : end; // the end token has the highest id, as CLIP finds it
    }
    int cut = start + nameTokens[c];
    if (start > end || cut > end) {
      throw trace.unusable(
          "the tokens of class '%s' end at %d, before its name of %d tokens behind %d"
              .formatted(classNames.get(c), end, nameTokens[c], start));
    }
    return new ClassTokens(
        Arrays.copyOfRange(row, start, cut), Arrays.copyOfRange(row, cut, end + 1));
  }

  /**
   * Counts the token ids in which our tokenizer differs.
   *
   * @param context what stands for the context vectors: words, or placeholders
   */
  long otherwise(Tokenizer tokenizer, String context) {
    long different = 0;
    for (int c = 0; c < tokens.length; c++) {
      String name = classNames.get(c).replace('_', ' ');
      int[] ours = tokenizer.tokens(context + " " + name + ".", tokens[c].length);
      for (int i = 0; i < ours.length; i++) {
        different += ours[i] == tokens[c][i] ? 0 : 1;
      }
    }
    return different;
  }
}
