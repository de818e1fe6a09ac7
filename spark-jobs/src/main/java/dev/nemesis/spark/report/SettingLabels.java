package dev.nemesis.spark.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

/** Names settings as the paper does, with just what tells them apart: "CoOp + PUN (ω = 1)". */
final class SettingLabels {
  private final boolean backbones;
  private final boolean norms;
  private final boolean taus;
  private final boolean positions;
  private final PromptLabels prompts;

  private SettingLabels(Collection<Setting> settings) {
    backbones = varies(settings, any -> true, Setting::backbone);
    norms = varies(settings, Setting::usesNorms, Setting::norm);
    taus = varies(settings, Setting::usesPan, Setting::tau);
    positions = varies(settings, Setting::usesPan, Setting::positions);
    prompts = new PromptLabels(settings);
  }

  /** Labels that tell these settings apart. */
  static SettingLabels of(Collection<Setting> settings) {
    return new SettingLabels(settings);
  }

  /** The label of one of the settings; one line. */
  String of(Setting setting) {
    List<String> details = new ArrayList<>();
    if (setting.loss().equals("mix")) {
      details.add("β = " + number(setting.beta()));
    }
    if (setting.usesNorms()) {
      details.add("ω = " + number(setting.omega()));
      if (setting.panOmega() != null) {
        details.add("PAN's ω = " + number(setting.panOmega()));
      }
      if (norms) {
        details.add(String.valueOf(setting.norm()));
      }
    }
    if (setting.usesPan() && positions) {
      details.add("N = " + setting.positions());
    }
    if (setting.usesPan() && taus) {
      details.add(setting.tau() == 0 ? "no selection" : "τ = " + number(setting.tau()));
    }
    details.addAll(prompts.of(setting));
    if (backbones) {
      details.add(setting.backbone());
    }
    return name(setting) + (details.isEmpty() ? "" : " (" + String.join(", ", details) + ")");
  }

  private static String name(Setting setting) {
    String method =
        switch (setting.method()) {
          case "zeroshot" -> "Zero-shot CLIP";
          case "coop" -> "CoOp";
          case "plot" -> "PLOT";
          case "cocoop" -> "CoCoOp";
          default -> setting.method();
        };
    return switch (setting.loss()) {
      case "none" -> method;
      case "mix" -> method + " + PUN/PAN";
      default -> method + " + " + setting.loss().toUpperCase(Locale.ROOT);
    };
  }

  /** Whether settings that have an axis differ along it. */
  static boolean varies(
      Collection<Setting> settings, Predicate<Setting> has, Function<Setting, Object> axis) {
    return settings.stream().filter(has).map(axis).distinct().count() > 1;
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
