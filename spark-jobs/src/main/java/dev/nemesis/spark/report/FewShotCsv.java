package dev.nemesis.spark.report;

import dev.nemesis.grid.PromptSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The few-shot table for a program: one line per entry, unrounded, a gap as an entry of 0 seeds
 * with an empty accuracy. The average over datasets has an empty {@code dataset}.
 */
final class FewShotCsv {
  private static final String HEADER =
      "dataset,backbone,method,loss,omega,pan_omega,beta,norm,tau,positions,ctx_len,"
          + "class_token_position,class_specific,prompts,ctx_init,shots,"
          + "accuracy_mean,accuracy_std,seeds,seeds_expected,datasets,datasets_expected,"
          + "cells_per_seed\n";

  private FewShotCsv() {}

  static String of(FewShot fewShot) {
    StringBuilder text = new StringBuilder(HEADER);
    for (Block block : fewShot.blocks()) {
      for (Setting setting : fewShot.settings()) {
        Optional<PromptSpec> prompt = Optional.ofNullable(setting.prompt());
        for (int shots : fewShot.shots(setting)) {
          Optional<Score> score = fewShot.score(block, setting, shots);
          text.append(
              line(
                  block.dataset(),
                  setting.backbone(),
                  setting.method(),
                  setting.loss(),
                  setting.omega(),
                  setting.panOmega(),
                  setting.beta(),
                  setting.norm(),
                  setting.tau(),
                  setting.positions(),
                  prompt.map(PromptSpec::ctxLen).orElse(null),
                  prompt.map(PromptSpec::classTokenPosition).map(FewShotCsv::word).orElse(null),
                  prompt.map(PromptSpec::classSpecific).orElse(null),
                  prompt.map(PromptSpec::prompts).orElse(null),
                  prompt.map(PromptSpec::ctxInit).orElse(null),
                  shots,
                  score.map(Score::mean).orElse(null),
                  score.map(Score::std).filter(std -> !std.isNaN()).orElse(null),
                  score.map(Score::seeds).orElse(0),
                  fewShot.seeds(setting),
                  score.map(Score::datasets).orElse(0),
                  block.datasets(),
                  score.map(Score::cellsPerSeed).orElse(0)));
        }
      }
    }
    return text.toString();
  }

  private static String line(Object... values) {
    return Arrays.stream(values).map(FewShotCsv::field).collect(Collectors.joining(",", "", "\n"));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String field(Object value) {
    String text = value == null ? "" : value.toString();
    return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
