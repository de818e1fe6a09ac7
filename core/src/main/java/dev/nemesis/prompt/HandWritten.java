package dev.nemesis.prompt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.Tokenizer;
import dev.nemesis.grid.PromptSpec;
import java.util.List;

/** CLIP's hand-written prompt, "a photo of a {class}.", as context vectors that nobody trains. */
public final class HandWritten {
  private static final String WORDS = "a photo of a";

  private HandWritten() {}

  static int[] words(Tokenizer tokenizer) {
    return tokenizer.encode(WORDS);
  }

  /**
   * Its text features, of unit length.
   *
   * @param manager keeps them
   * @param classes their tokens, in label order
   * @return {@code [C, E]}
   */
  public static NDArray features(
      NDManager manager, ClipModel model, Tokenizer tokenizer, List<ClassTokens> classes) {
    int[] words = words(tokenizer);
    PromptSpec prompt = PromptSpec.generic(words.length);
    try (NDManager scratch = manager.newSubManager();
        PromptText text = PromptText.of(scratch, model, tokenizer.sos(), prompt, classes)) {
      NDArray contexts = SoftPrompts.embedded(scratch, model.text(), words);
      NDArray features = text.features(contexts.expandDims(0).expandDims(0));
      NDArray normalised = features.normalize(2, 2).squeeze(0);
      normalised.attach(manager);
      return normalised;
    }
  }
}
