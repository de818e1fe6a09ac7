package dev.nemesis.spark.compare;

import dev.nemesis.spark.table.CsvLines;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The settings that both grids have for a program: a line each, unrounded. */
public final class ComparisonCsv {
  private static final List<String> NUMBERS =
      List.of(
          "seeds_a",
          "seeds_b",
          "pairs",
          "mean_a",
          "mean_b",
          "difference",
          "low",
          "high",
          "p",
          "p_holm");

  private ComparisonCsv() {}

  /** A header and a line a setting; what was not tested is empty. */
  public static String of(Comparison comparison) {
    StringWriter text = new StringWriter();
    try (CsvLines lines = new CsvLines(text)) {
      List<Object> header = new ArrayList<>();
      comparison.settings().stream()
          .findFirst()
          .map(SettingRow::setting)
          .map(Map::keySet)
          .ifPresent(header::addAll);
      header.addAll(NUMBERS);
      lines.row(header.toArray());
      comparison.settings().forEach(row -> lines.row(values(row)));
    }
    return text.toString();
  }

  private static Object[] values(SettingRow row) {
    List<Object> values = new ArrayList<>(row.setting().values());
    values.add(row.seedsA());
    values.add(row.seedsB());
    values.add(row.pairs());
    values.add(row.meanA());
    values.add(row.meanB());
    values.add(row.difference().estimate());
    values.add(known(row.difference().low()));
    values.add(known(row.difference().high()));
    values.add(known(row.difference().p()));
    values.add(known(row.pHolm()));
    return values.toArray();
  }

  private static Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
