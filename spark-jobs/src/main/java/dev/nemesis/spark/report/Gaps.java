package dev.nemesis.spark.report;

import java.util.Optional;

/**
 * What the few-shot results lack.
 *
 * @param entries settings x datasets x shots
 * @param missing entries without any result
 * @param fewerSeeds entries with a result, but of fewer seeds than others have
 * @param mixed entries whose cells differ in a setting the table has no column for
 * @param shorter cells that are in no entry because others were trained longer
 */
record Gaps(int entries, int missing, int fewerSeeds, int mixed, int shorter) {

  /** Counts them. */
  static Gaps of(FewShot fewShot) {
    int entries = 0;
    int missing = 0;
    int fewerSeeds = 0;
    int mixed = 0;
    for (Block block : fewShot.blocks()) {
      if (block.isAverage()) {
        continue;
      }
      for (Setting setting : fewShot.settings()) {
        for (int shots : fewShot.shots(setting)) {
          Optional<Score> score = fewShot.score(block, setting, shots);
          entries++;
          missing += score.isEmpty() ? 1 : 0;
          fewerSeeds += score.filter(s -> s.seeds() < fewShot.seeds(setting)).isPresent() ? 1 : 0;
          mixed += score.filter(s -> s.cellsPerSeed() > 1).isPresent() ? 1 : 0;
        }
      }
    }
    return new Gaps(entries, missing, fewerSeeds, mixed, fewShot.shorterCells());
  }

  /** A Markdown paragraph that says so; empty where nothing is missing, mixed or left out. */
  String markdown() {
    StringBuilder text = new StringBuilder();
    if (missing > 0) {
      text.append("**Missing:** %d of %d entries have no result (—). ".formatted(missing, entries));
    }
    if (fewerSeeds > 0) {
      text.append("**Fewer seeds:** in %d of %d entries. ".formatted(fewerSeeds, entries));
    }
    if (missing > 0 || fewerSeeds > 0) {
      text.append("An average that lacks datasets says how many it has, and is no match for one ");
      text.append("that has all. ");
    }
    if (mixed > 0) {
      text.append(
          "**Mixed (†):** the cells behind %d entries differ in a setting ".formatted(mixed));
      text.append("that has no column here; `nemesis sql` over `results` tells them apart. ");
    }
    if (shorter > 0) {
      text.append(
          "**Left out:** %d cells of fewer epochs than others of their dataset and shots. "
              .formatted(shorter));
    }
    return text.isEmpty() ? "" : text.toString().strip() + "\n";
  }
}
