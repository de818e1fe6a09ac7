package dev.nemesis.method;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.Tokenizer;
import dev.nemesis.grid.MethodDeclaration;
import dev.nemesis.grid.OwnSetting;
import dev.nemesis.grid.OwnValue;
import dev.nemesis.grid.PromptSpec;
import dev.nemesis.prompt.ClassPrompts;
import dev.nemesis.prompt.ClassTokens;
import dev.nemesis.prompt.HandWritten;
import dev.nemesis.prompt.PromptText;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.OwnedArrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * The inputs of a method: the frozen model, one set of classes, and the settings of a cell.
 *
 * @param method what is prepared
 * @param manager keeps what the method keeps
 * @param model the frozen CLIP
 * @param classes C
 * @param prompt the cell's prompt; null where the method learns no context vectors
 * @param own the cell's values of the settings that the method brings; null where all have their
 *     defaults
 * @param texts makes the text encoder of the cell's prompt
 * @param handWritten makes the text features of the hand-written prompt
 */
public record Preparation(
    MethodDeclaration method,
    NDManager manager,
    ClipModel model,
    int classes,
    PromptSpec prompt,
    List<OwnValue> own,
    Supplier<PromptText> texts,
    Supplier<NDArray> handWritten) {

  /**
   * Prepares for classes by their names.
   *
   * @param classNames in label order
   */
  static Preparation of(
      MethodDeclaration method,
      NDManager manager,
      ClipModel model,
      Tokenizer tokenizer,
      List<String> classNames,
      PromptSpec prompt,
      List<OwnValue> own) {
    List<ClassTokens> tokens = ClassPrompts.tokens(tokenizer, classNames);
    return new Preparation(
        method,
        manager,
        model,
        classNames.size(),
        prompt,
        own,
        () -> PromptText.of(manager, model, tokenizer.sos(), prompt, tokens),
        () ->
            Autograd.withoutGradient(
                () -> HandWritten.features(manager, model, tokenizer, tokens)));
  }

  /** Prepares for classes whose prompts can be encoded already: of a recording, or of a bench. */
  static Preparation of(
      MethodDeclaration method,
      NDManager manager,
      ClipModel model,
      PromptSpec prompt,
      PromptText text) {
    return new Preparation(
        method,
        manager,
        model,
        text.classes(),
        prompt,
        null,
        () -> text,
        () -> {
          throw new IllegalStateException("Nothing is known of these classes' names");
        });
  }

  /** Encodes context vectors of the cell's prompt as text features. */
  public PromptText text() {
    return texts.get();
  }

  /** Shape of a run's context vectors, {@code [V, L, W]}. */
  public Shape contexts() {
    return new Shape(prompt.sets(classes), prompt.ctxLen(), model.config().textWidth());
  }

  /**
   * Text features of "a photo of a {class}.", of unit length.
   *
   * @return {@code [C, E]} in the manager
   */
  public NDArray handWrittenFeatures() {
    return handWritten.get();
  }

  /** CLIP's factor on cosines, a scalar in the manager. */
  public NDArray logitScale() {
    return OwnedArrays.constant(manager, model.logitScale());
  }

  /** The cell's value of a number that the method brings. */
  public double number(String key) {
    return Double.parseDouble(text(key));
  }

  /** The cell's value of a flag that the method brings. */
  public boolean flag(String key) {
    return Boolean.parseBoolean(text(key));
  }

  /** The cell's value of a word that the method brings. */
  public String text(String key) {
    return OwnSetting.text(method.settings(), own, key)
        .orElseThrow(() -> new IllegalArgumentException("The method declares no " + key));
  }
}
