package dev.nemesis.spark.report;

import dev.nemesis.grid.ClassTokenPosition;
import dev.nemesis.grid.PromptSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Says of a setting's prompt what tells it apart from the others': "L = 4", "class-specific". */
final class PromptLabels {
  private final boolean ctxLens;
  private final boolean prompts;
  private final boolean inits;
  private final boolean positions;
  private final boolean classSpecific;

  PromptLabels(Collection<Setting> settings) {
    ctxLens = varies(settings, learns -> true, PromptSpec::ctxLen);
    // PLOT always has more than the others: its name says that much.
    prompts = varies(settings, setting -> setting.method().equals("plot"), PromptSpec::prompts);
    inits = varies(settings, learns -> true, PromptSpec::ctxInit);
    positions = varies(settings, learns -> true, PromptSpec::classTokenPosition);
    classSpecific = varies(settings, learns -> true, PromptSpec::classSpecific);
  }

  /** What there is to say; the usual prompt, where others are about, is the one without a word. */
  List<String> of(Setting setting) {
    PromptSpec prompt = setting.prompt();
    List<String> details = new ArrayList<>();
    if (prompt == null) {
      return details;
    }
    if (prompts && setting.method().equals("plot")) {
      details.add(prompt.prompts() + (prompt.prompts() == 1 ? " prompt" : " prompts"));
    }
    if (ctxLens) {
      details.add("L = " + prompt.ctxLen());
    }
    if (inits && prompt.ctxInit() != null) {
      details.add("from \"" + prompt.ctxInit() + "\"");
    }
    if (positions && prompt.classTokenPosition() != ClassTokenPosition.END) {
      boolean front = prompt.classTokenPosition() == ClassTokenPosition.FRONT;
      details.add("class name " + (front ? "at the front" : "in the middle"));
    }
    if (classSpecific && prompt.classSpecific()) {
      details.add("class-specific");
    }
    return details;
  }

  private static boolean varies(
      Collection<Setting> settings, Predicate<Setting> has, Function<PromptSpec, Object> axis) {
    return SettingLabels.varies(
        settings, has.and(setting -> setting.prompt() != null), axis.compose(Setting::prompt));
  }
}
