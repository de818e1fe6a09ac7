package dev.nemesis.spark.compare;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One setting that both grids have.
 *
 * @param setting everything that was chosen but the seed, by the names of table {@code results};
 *     null where it has no such thing
 * @param seedsA how many seeds A has a result of
 * @param seedsB how many seeds B has a result of
 * @param pairs how many seeds both have; where there are any, all that follows is over these
 * @param meanA in percent
 * @param meanB in percent
 * @param difference B - A: of pairs, or where there are none by Welch's test
 * @param pHolm p corrected for all settings compared; NaN where nothing was tested
 */
record SettingRow(
    Map<String, Object> setting,
    long seedsA,
    long seedsB,
    long pairs,
    double meanA,
    double meanB,
    Difference difference,
    double pHolm) {
  private static final double LEVEL = 0.05;

  SettingRow {
    setting = Collections.unmodifiableMap(new LinkedHashMap<>(setting));
  }

  SettingRow withHolm(double corrected) {
    return new SettingRow(setting, seedsA, seedsB, pairs, meanA, meanB, difference, corrected);
  }

  /** Whether the grids differ here, at 5% of all settings together. */
  boolean isSignificant() {
    return pHolm < LEVEL;
  }

  String dataset() {
    return String.valueOf(setting.get("dataset"));
  }
}
