package dev.nemesis.grid;

import java.util.Locale;

/** The prompt a grid file asks for; what its method does not take is dropped or refused. */
final class PromptSettings {
  private PromptSettings() {}

  /**
   * The prompt of a cell.
   *
   * @param method any that learns
   */
  static PromptSpec read(GridPoint point, Method method) {
    boolean classSpecific = point.flag(Setting.CLASS_SPECIFIC);
    if (classSpecific && method != Method.COOP) {
      throw point.cannotUse(
          "class_specific: true with method: " + CellId.word(method),
          "its vectors are shared by all classes, give class_specific: false or leave it out");
    }
    String ctxInit = ctxInit(point, method);
    return new PromptSpec(
        ctxLen(point, ctxInit),
        point.constant(ClassTokenPosition.class, Setting.CLASS_TOKEN_POSITION),
        classSpecific,
        method == Method.PLOT ? point.integer(Setting.PROMPTS) : 1,
        ctxInit);
  }

  /** The words to start from; null for a random start, which a file can ask for with "". */
  private static String ctxInit(GridPoint point, Method method) {
    if (!point.has(Setting.CTX_INIT) && point.has(Setting.CTX_LEN)) {
      return null;
    }
    String words = point.text(Setting.CTX_INIT);
    if (words == null || words.isEmpty()) {
      return null;
    }
    if (method == Method.PLOT) {
      throw point.cannotUse(
          "ctx_init: \"" + words + "\" with method: plot",
          "prompts that start alike stay alike, give ctx_init: \"\" or leave it out");
    }
    return words;
  }

  private static int ctxLen(GridPoint point, String ctxInit) {
    if (ctxInit == null) {
      return point.integer(Setting.CTX_LEN);
    }
    int words = ctxInit.split(" ").length;
    int ctxLen = point.has(Setting.CTX_LEN) ? point.integer(Setting.CTX_LEN) : words;
    if (ctxLen != words) {
      throw point.cannotUse(
          String.format(Locale.ROOT, "ctx_len: %d with ctx_init: \"%s\"", ctxLen, ctxInit),
          "each word is one vector, give ctx_len: " + words + " or leave it out");
    }
    return words;
  }
}
