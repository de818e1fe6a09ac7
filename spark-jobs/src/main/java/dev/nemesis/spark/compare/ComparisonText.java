package dev.nemesis.spark.compare;

import dev.nemesis.spark.table.AlignedColumns;
import dev.nemesis.spark.table.Decimals;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A comparison for a reader: what the grids come from, cells, datasets, and the settings that
 * differ most.
 */
public final class ComparisonText {
  private static final int WORST_CELLS = 10;
  private static final List<String> ALWAYS = List.of("dataset", "shots", "method", "loss");

  private final Comparison comparison;
  private final PrintWriter to;

  private ComparisonText(Comparison comparison, PrintWriter to) {
    this.comparison = comparison;
    this.to = to;
  }

  /**
   * Prints it.
   *
   * @param rows how many settings to print at most
   */
  public static void print(Comparison comparison, int rows, PrintWriter to) {
    ComparisonText text = new ComparisonText(comparison, to);
    comparison.origins().forEach(origin -> to.println(origin.line()));
    text.cells();
    text.datasets();
    text.settings(rows);
    to.flush();
  }

  private void cells() {
    List<CellDifference> cells = comparison.cells();
    List<CellDifference> both = cells.stream().filter(CellDifference::isInBoth).toList();
    List<CellDifference> different = both.stream().filter(cell -> !cell.isEqual()).toList();
    to.println();
    to.printf(
        "Cells of the same id: %d, of which %d have the same accuracy to the bit%n",
        both.size(), both.size() - different.size());
    if (!different.isEmpty()) {
      double mean =
          both.stream().mapToDouble(cell -> Math.abs(cell.difference())).average().orElseThrow();
      to.printf(
          Locale.ROOT,
          "  largest difference %s, mean of all %s (without sign, in percent)%n",
          signed(Math.abs(different.get(0).difference())).substring(1),
          signed(mean).substring(1));
    }
    to.printf(
        "Only in A: %d; only in B: %d; in both, with a result in one or none: %d%n",
        count(cell -> !cell.inB()),
        count(cell -> !cell.inA()),
        count(cell -> cell.inA() && cell.inB() && !cell.isInBoth()));
    if (!different.isEmpty()) {
      List<String[]> lines = new ArrayList<>();
      lines.add(new String[] {"", "cell_id", "A", "B", "B - A"});
      for (CellDifference cell : different.subList(0, Math.min(WORST_CELLS, different.size()))) {
        lines.add(
            new String[] {
              "",
              cell.cellId(),
              percent(cell.accuracyA()),
              percent(cell.accuracyB()),
              signed(cell.difference())
            });
      }
      AlignedColumns.print(lines, to);
    }
  }

  private long count(Predicate<CellDifference> which) {
    return comparison.cells().stream().filter(which).count();
  }

  private void datasets() {
    List<SettingRow> settings = comparison.settings();
    to.println();
    to.printf(
        "Settings in both: %d; only in A: %d; only in B: %d%n",
        settings.size(), comparison.onlyA(), comparison.onlyB());
    if (settings.isEmpty()) {
      return;
    }
    Map<String, List<SettingRow>> byDataset =
        settings.stream()
            .collect(Collectors.groupingBy(SettingRow::dataset, TreeMap::new, Collectors.toList()));
    List<String[]> lines = new ArrayList<>();
    lines.add(
        new String[] {
          "dataset",
          "settings",
          "A",
          "B",
          "B - A",
          "better",
          "worse",
          "equal",
          "better *",
          "worse *",
          "largest"
        });
    byDataset.forEach((dataset, rows) -> lines.add(summary(dataset, rows)));
    if (byDataset.size() > 1) {
      lines.add(summary("all", settings));
    }
    AlignedColumns.print(lines, to);
    to.printf(
        "A and B are means of the settings' means, better and worse are of B; *: p < 0.05 after"
            + " Holm's correction for %d tests%n",
        settings.stream().filter(row -> row.difference().isTested()).count());
  }

  private static String[] summary(String dataset, List<SettingRow> rows) {
    double a = rows.stream().mapToDouble(SettingRow::meanA).average().orElseThrow();
    double b = rows.stream().mapToDouble(SettingRow::meanB).average().orElseThrow();
    double[] d = rows.stream().mapToDouble(row -> row.difference().estimate()).toArray();
    List<SettingRow> significant = rows.stream().filter(SettingRow::isSignificant).toList();
    long significantlyBetter =
        significant.stream().filter(row -> row.difference().estimate() > 0).count();
    double mean = Arrays.stream(d).average().orElseThrow();
    double largest = 0;
    long better = 0;
    long worse = 0;
    for (double one : d) {
      largest = Math.abs(one) > Math.abs(largest) ? one : largest;
      better += one > 0 ? 1 : 0;
      worse += one < 0 ? 1 : 0;
    }
    return new String[] {
      dataset,
      String.valueOf(rows.size()),
      percent(a),
      percent(b),
      signed(mean),
      String.valueOf(better),
      String.valueOf(worse),
      String.valueOf(rows.size() - better - worse),
      String.valueOf(significantlyBetter),
      String.valueOf(significant.size() - significantlyBetter),
      signed(largest)
    };
  }

  private void settings(int most) {
    List<SettingRow> different =
        comparison.settings().stream()
            .filter(row -> row.difference().estimate() != 0)
            .sorted(
                Comparator.comparingDouble(SettingRow::pHolm) // NaN, untested, is last
                    .thenComparing(row -> -Math.abs(row.difference().estimate())))
            .toList();
    if (different.isEmpty()) {
      if (!comparison.settings().isEmpty()) {
        to.println();
        to.println("No setting that both have differs");
      }
      return;
    }
    List<String> shown = shownColumns();
    List<String[]> lines = new ArrayList<>();
    List<String> header = new ArrayList<>(shown);
    header.addAll(List.of("seeds", "A", "B", "B - A", "95% interval", "p", "p (Holm)"));
    lines.add(header.toArray(String[]::new));
    for (SettingRow row : different.subList(0, Math.min(most, different.size()))) {
      lines.add(line(row, shown));
    }
    to.println();
    to.printf(
        "Settings that differ: %d; those of the smallest p first, then the largest%s%n",
        different.size(), different.size() > most ? ", " + most + " of them" : "");
    AlignedColumns.print(lines, to);
  }

  private static String[] line(SettingRow row, List<String> shown) {
    List<String> line = new ArrayList<>();
    shown.forEach(column -> line.add(text(row.setting().get(column))));
    line.add(row.pairs() > 0 ? row.pairs() + " in both" : row.seedsA() + " and " + row.seedsB());
    line.add(percent(row.meanA()));
    line.add(percent(row.meanB()));
    Difference difference = row.difference();
    line.add(signed(difference.estimate()));
    boolean tested = difference.isTested();
    line.add(tested ? signed(difference.low()) + " to " + signed(difference.high()) : "");
    line.add(tested ? probability(difference.p()) : "");
    line.add(tested ? probability(row.pHolm()) + (row.isSignificant() ? " *" : "") : "");
    return line.toArray(String[]::new);
  }

  /** Returns the columns to show: identifying ones, and those with more than one value. */
  private List<String> shownColumns() {
    return comparison.settings().get(0).setting().keySet().stream()
        .filter(
            column -> {
              Set<String> values =
                  comparison.settings().stream()
                      .map(row -> text(row.setting().get(column)))
                      .collect(Collectors.toSet());
              return values.size() > 1 || (ALWAYS.contains(column) && !values.contains(""));
            })
        .toList();
  }

  private static String text(Object value) {
    if (value == null) {
      return "";
    }
    return value instanceof Double number
        ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
        : value.toString();
  }

  private static String percent(double value) {
    return Decimals.fixed(value, 2);
  }

  /** Differences of less than a hundredth are told too. */
  private static String signed(double value) {
    boolean small = value != 0 && Math.abs(value) < 0.005;
    return small ? String.format(Locale.ROOT, "%+.1e", value) : Decimals.signed(value, 2);
  }

  private static String probability(double value) {
    return value < 0.001 ? String.format(Locale.ROOT, "%.1e", value) : Decimals.fixed(value, 3);
  }
}
