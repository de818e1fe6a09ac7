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
    String ctxInit = ctxInit(point);
    refuse(point, method, Setting.CLASS_SPECIFIC, classSpecific ? "true" : null, "false");
    refuse(point, method, Setting.CTX_INIT, ctxInit == null ? null : quoted(ctxInit), quoted(""));
    return new PromptSpec(
        ctxLen(point, ctxInit),
        point.constant(ClassTokenPosition.class, Setting.CLASS_TOKEN_POSITION),
        classSpecific,
        method.defaultOf(Setting.PROMPTS.key()) == null ? 1 : point.integer(Setting.PROMPTS),
        ctxInit);
  }

  /** The words to start from; null for a random start, which a file can ask for with "". */
  private static String ctxInit(GridPoint point) {
    if (!point.has(Setting.CTX_INIT) && point.has(Setting.CTX_LEN)) {
      return null;
    }
    String words = point.text(Setting.CTX_INIT);
    return words == null || words.isEmpty() ? null : words;
  }

  /**
   * Refuses a value that the method does not take.
   *
   * @param value as a grid file gives it; null for one that any method takes
   * @param right the one that it takes
   */
  private static void refuse(
      GridPoint point, Method method, Setting setting, String value, String right) {
    String reason = method.declared().refused().get(setting.key());
    if (value != null && reason != null) {
      throw point.cannotUse(
          "%s: %s with method: %s".formatted(setting.key(), value, method),
          "%s, give %s: %s or leave it out".formatted(reason, setting.key(), right));
    }
  }

  private static String quoted(String words) {
    return '"' + words + '"';
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
