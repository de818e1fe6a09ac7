package dev.nemesis.grid;

/**
 * The shape of what is learned: how many vectors, where the class name stands among them, and how
 * they start.
 *
 * @param ctxLen number L of soft-prompt vectors, at least 1 (the paper: 16)
 * @param classTokenPosition where the class name stands
 * @param classSpecific whether every class learns vectors of its own
 * @param prompts how many prompts are learned side by side, at least 1; more than 1 for PLOT alone
 *     (there: 4)
 * @param ctxInit words whose token embeddings the vectors start from, L of them; null for a random
 *     start
 */
public record PromptSpec(
    int ctxLen,
    ClassTokenPosition classTokenPosition,
    boolean classSpecific,
    int prompts,
    String ctxInit) {

  /** Results written before there was a choice say neither. */
  public PromptSpec {
    classTokenPosition = classTokenPosition == null ? ClassTokenPosition.END : classTokenPosition;
    prompts = Math.max(1, prompts);
  }

  /** CoOp's usual prompt: one, shared by all classes, the class name at the end, a random start. */
  public static PromptSpec generic(int ctxLen) {
    return new PromptSpec(ctxLen, ClassTokenPosition.END, false, 1, null);
  }

  /**
   * How many sets of L vectors are learned: one a class, or one a prompt.
   *
   * @param classes C
   * @return V
   */
  public int sets(int classes) {
    return classSpecific ? classes : prompts;
  }
}
