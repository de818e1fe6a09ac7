package dev.nemesis.spark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The few-shot table for a reader: one Markdown table per dataset, the average first. */
final class FewShotMarkdown {
  private static final String GAP = "—";

  private final FewShot fewShot;
  private final SettingLabels labels;
  private final boolean withZeroShot;
  private final String gaps;

  FewShotMarkdown(FewShot fewShot) {
    this.fewShot = fewShot;
    this.labels = SettingLabels.of(fewShot.settings());
    this.withZeroShot = fewShot.settings().stream().anyMatch(Setting::isZeroShot);
    this.gaps = Gaps.of(fewShot).markdown();
  }

  /** The whole table. */
  String whole() {
    String tables =
        fewShot.blocks().stream().map(block -> "\n" + table(block)).collect(Collectors.joining());
    return "# Few-shot accuracy\n\n" + legend() + paragraph(gaps) + tables;
  }

  /** The average over datasets alone (the dataset, where there is but one), and what is missing. */
  String summary() {
    return table(fewShot.blocks().get(0)) + paragraph(gaps);
  }

  private String legend() {
    String seeds =
        fewShot.seeds() == 1
            ? "one seed, so no spread"
            : "mean ± sample standard deviation over "
                + fewShot.seeds()
                + " seeds, unless an entry says that it has fewer";
    return "Test accuracy in percent by shots (training images per class): "
        + seeds
        + ". Zero-shot CLIP learns nothing: one value, at 0 shots. Bold: the best mean of its"
        + " column.\n";
  }

  private static String paragraph(String text) {
    return text.isEmpty() ? "" : "\n" + text;
  }

  private String table(Block block) {
    List<Integer> columns = new ArrayList<>();
    if (withZeroShot) {
      columns.add(0);
    }
    columns.addAll(fewShot.shots());
    StringBuilder text = new StringBuilder("## ").append(block.title()).append("\n\n");
    text.append("| method | ");
    text.append(columns.stream().map(shots -> shots + "").collect(Collectors.joining(" | ")));
    text.append(" |\n| --- |").append(" ---: |".repeat(columns.size())).append('\n');
    for (Setting setting : fewShot.settings()) {
      String label = labels.of(setting).replace("|", "\\|"); // words to start from may have one
      text.append("| ").append(label).append(" |");
      for (int shots : columns) {
        text.append(' ').append(entry(block, setting, shots)).append(" |");
      }
      text.append('\n');
    }
    return text.toString();
  }

  private String entry(Block block, Setting setting, int shots) {
    if (!fewShot.shots(setting).contains(shots)) {
      return "";
    }
    Optional<Score> found = fewShot.score(block, setting, shots);
    if (found.isEmpty()) {
      return GAP;
    }
    Score score = found.get();
    String mean = decimals(score.mean());
    OptionalDouble best = best(block, shots);
    boolean bold = best.isPresent() && mean.equals(decimals(best.getAsDouble()));
    return (bold && fewShot.isWhole(score, block, setting) ? "**" + mean + "**" : mean)
        + (Double.isNaN(score.std()) ? "" : " ± " + decimals(score.std()))
        + (score.cellsPerSeed() > 1 ? " †" : "")
        + shortfall(block, setting, score);
  }

  /** How much of the entry is there, where not all is. */
  private String shortfall(Block block, Setting setting, Score score) {
    List<String> parts = new ArrayList<>();
    if (score.datasets() < block.datasets()) {
      parts.add(score.datasets() + " of " + block.datasets() + " datasets");
    }
    if (score.seeds() < fewShot.seeds(setting)) {
      parts.add(score.seeds() + " of " + fewShot.seeds(setting) + " seeds");
    }
    return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
  }

  /** The best mean of a column, among entries that have all seeds and datasets. */
  private OptionalDouble best(Block block, int shots) {
    return fewShot.settings().stream()
        .filter(setting -> fewShot.shots(setting).contains(shots) && !setting.isZeroShot())
        .flatMap(
            setting ->
                fewShot.score(block, setting, shots).stream()
                    .filter(score -> fewShot.isWhole(score, block, setting)))
        .mapToDouble(Score::mean)
        .max();
  }

  private static String decimals(double percent) {
    return String.format(Locale.ROOT, "%.2f", percent);
  }
}
