package dev.nemesis.method;

import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.Tokenizer;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.Method;
import dev.nemesis.grid.MethodDeclaration;
import dev.nemesis.grid.OwnValue;
import dev.nemesis.grid.PromptSpec;
import dev.nemesis.prompt.PromptText;
import java.util.List;

/**
 * A method: what grids know of it, and how it classifies. An implementation is one class with a
 * public constructor without arguments; it keeps no state. It is found by its name in {@code
 * META-INF/services/dev.nemesis.grid.MethodDeclaration}.
 */
public interface LearningMethod extends MethodDeclaration {
  /**
   * Prepares for one set of classes.
   *
   * @param with the frozen model, the classes and the cell's settings
   */
  PreparedMethod prepare(Preparation with);

  /**
   * Prepares for classes by their names.
   *
   * @param classNames in label order
   * @param prompt the cell's; null where no context vectors are learned
   * @param own the cell's values of the settings that the method brings; null where all have their
   *     defaults
   */
  default PreparedMethod prepare(
      NDManager manager,
      ClipModel model,
      Tokenizer tokenizer,
      List<String> classNames,
      PromptSpec prompt,
      List<OwnValue> own) {
    return prepare(Preparation.of(this, manager, model, tokenizer, classNames, prompt, own));
  }

  /** Prepares for classes whose prompts can be encoded already: of a recording, or of a bench. */
  default PreparedMethod prepare(
      NDManager manager, ClipModel model, PromptSpec prompt, PromptText text) {
    return prepare(Preparation.of(this, manager, model, prompt, text));
  }

  /**
   * The method of a name.
   *
   * @throws InputException if only its name is known, or its class computes nothing
   */
  static LearningMethod of(Method method) {
    if (method.declared() instanceof LearningMethod learning) {
      return learning;
    }
    throw InputException.cannot(
        ErrorCode.ARGUMENT,
        "compute method %s: no class here does; give the jar whose class implements %s by --jars"
            .formatted(method, LearningMethod.class.getName()));
  }
}
