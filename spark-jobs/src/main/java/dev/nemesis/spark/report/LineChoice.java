package dev.nemesis.spark.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which settings figure 2 draws: zero-shot CLIP, and one setting for each loss of each method and
 * backbone.
 */
final class LineChoice {
  private record Merit(int entries, double mean) {}

  private LineChoice() {}

  /**
   * Of the settings with the same method and loss, takes the one with the highest accuracy averaged
   * over all datasets and shots, among those that have the most entries (an average over fewer is
   * no rival).
   */
  static List<Setting> of(FewShot fewShot) {
    Comparator<Setting> byMerit =
        Comparator.comparing(
            setting -> merit(fewShot, setting),
            Comparator.comparingInt(Merit::entries).thenComparingDouble(Merit::mean));
    Map<String, Setting> chosen = new LinkedHashMap<>();
    for (Setting setting : fewShot.settings()) {
      chosen.merge(setting.line(), setting, (a, b) -> byMerit.compare(b, a) > 0 ? b : a);
    }
    return new ArrayList<>(chosen.values());
  }

  private static Merit merit(FewShot fewShot, Setting setting) {
    int entries = 0;
    double sum = 0;
    for (Block block : fewShot.blocks()) {
      for (int shots : fewShot.shots(setting)) {
        Optional<Score> score = fewShot.score(block, setting, shots);
        if (!block.isAverage() && score.isPresent()) {
          entries++;
          sum += score.get().mean();
        }
      }
    }
    return new Merit(entries, sum / entries);
  }
}
