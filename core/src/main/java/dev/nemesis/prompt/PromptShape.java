package dev.nemesis.prompt;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.ClassTokenPosition;
import dev.nemesis.grid.Method;
import dev.nemesis.grid.PromptSpec;

/**
 * What a learned prompt from a file is a prompt of.
 *
 * @param method that learned it
 * @param prompt its shape
 */
public record PromptShape(Method method, PromptSpec prompt) {

  /**
   * Tells it by what is in the file: a meta-net is CoCoOp's; several sets of vectors are the
   * classes' own where there are as many of both, and PLOT's prompts otherwise.
   *
   * @param learned the file's
   * @param classes C of the dataset it is used for
   * @param position where it has the class name, which a file does not say
   * @param plot whether several sets are PLOT's prompts in any case
   * @throws InputException if it cannot be PLOT's though it should be
   */
  public static PromptShape of(
      LearnedPrompt learned, int classes, ClassTokenPosition position, boolean plot) {
    boolean metaNet = learned.arrays().size() > 1;
    if (plot && metaNet) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT, "take a prompt with a meta-net for one of PLOT; it is CoCoOp's");
    }
    boolean several = learned.sets() > 1;
    boolean classSpecific = several && !plot && learned.sets() == classes;
    boolean plots = plot || (several && !classSpecific);
    return new PromptShape(
        metaNet ? Method.COCOOP : plots ? Method.PLOT : Method.COOP,
        new PromptSpec(
            learned.ctxLen(), position, classSpecific, plots ? learned.sets() : 1, null));
  }
}
