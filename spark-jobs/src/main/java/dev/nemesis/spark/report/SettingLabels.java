package dev.nemesis.spark.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/** Names settings as the paper does, with just what tells them apart: "CoOp + PUN (ω = 1)". */
final class SettingLabels {
  private final boolean backbones;
  private final boolean norms;
  private final boolean taus;
  private final boolean positions;
  private final boolean ctxLens;

  private SettingLabels(Collection<Setting> settings) {
    backbones = varies(settings, Setting::backbone);
    norms = varies(settings, Setting::norm);
    taus = varies(settings, Setting::tau);
    positions = varies(settings, Setting::positions);
    ctxLens = varies(settings, Setting::ctxLen);
  }

  /** Labels that tell these settings apart. */
  static SettingLabels of(Collection<Setting> settings) {
    return new SettingLabels(settings);
  }

  /** The label of one of the settings; one line. */
  String of(Setting setting) {
    List<String> details = new ArrayList<>();
    boolean usesPan = setting.loss().equals("pan") || setting.loss().equals("mix");
    if (setting.loss().equals("mix")) {
      details.add("β = " + number(setting.beta()));
    }
    if (!setting.loss().equals("none")) {
      details.add("ω = " + number(setting.omega()));
      if (norms) {
        details.add(String.valueOf(setting.norm()));
      }
    }
    if (usesPan && positions) {
      details.add("N = " + setting.positions());
    }
    if (usesPan && taus && setting.tau() != null) {
      details.add("τ = " + number(setting.tau()));
    }
    if (ctxLens && setting.ctxLen() != null) {
      details.add("L = " + setting.ctxLen());
    }
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
          default -> setting.method();
        };
    return switch (setting.loss()) {
      case "none" -> method;
      case "mix" -> method + " + PUN/PAN";
      default -> method + " + " + setting.loss().toUpperCase(Locale.ROOT);
    };
  }

  private static boolean varies(Collection<Setting> settings, Function<Setting, Object> axis) {
    return settings.stream().map(axis).filter(Objects::nonNull).distinct().count() > 1;
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
