package dev.nemesis.spark.report.text;

import dev.nemesis.spark.report.model.Entry;
import dev.nemesis.spark.report.model.ReportTable;
import dev.nemesis.spark.report.model.ReportTable.Line;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * About how wide a longtable is, which LaTeX cannot shrink. Widths are in points (pt), of digits of
 * Computer Modern; letters are about as wide.
 */
record LatexWidth(ReportTable table) {
  /** Between columns, half of it on each side. */
  static final int COLUMN_SEP = 4;

  /** Of labels that are broken into lines. */
  static final int LABEL = 130;

  private static final int LONG_LABEL = 30;
  private static final double PAGE = 450;
  private static final double TINY = 3.4;
  private static final double SCRIPT = 4.0;
  private static final double FOOTNOTE = 4.25;

  /** Whether it fits a page in footnote size, with what stands beside a mean in script size. */
  boolean fitsFootnoteSize() {
    return width(FOOTNOTE, SCRIPT) <= PAGE;
  }

  /** Whether it fits a page in script size, with what stands beside a mean in tiny size. */
  boolean fitsScriptSize() {
    return width(SCRIPT, TINY) <= PAGE;
  }

  boolean hasLongLabels() {
    return longestLabel() > LONG_LABEL;
  }

  private int longestLabel() {
    return lines().mapToInt(line -> line.label().length()).max().orElse(0);
  }

  private double width(double digit, double small) {
    double width = hasLongLabels() ? LABEL : longestLabel() * digit;
    for (int column = 0; column < table.columns().size(); column++) {
      int at = column;
      double widest =
          lines()
              .map(line -> line.entries().get(at))
              .filter(Objects::nonNull)
              .mapToDouble(entry -> width(entry, digit, small))
              .max()
              .orElse(0);
      double heading = table.columns().get(column).length() * digit;
      width += 2 * COLUMN_SEP + Math.max(widest, heading);
    }
    return width;
  }

  private double width(Entry entry, double digit, double small) {
    double mean = characters(entry.mean()) * digit;
    double std = entry.std() == null ? 0 : (2 + characters(entry.std())) * small;
    double mark = LatexEntry.isMarked(entry) ? 3 * small : 0;
    double paper =
        entry.paper() == null
            ? 0
            : (characters(entry.paper()) + 5 + characters(entry.difference())) * small;
    return Math.max(mean + std + mark, paper);
  }

  /** Of a number as it is set. */
  private int characters(Double value) {
    return value == null
        ? 2
        : Long.toString(Math.round(Math.abs(value))).length() + 1 + table.decimals();
  }

  private Stream<Line> lines() {
    return table.blocks().stream().flatMap(block -> block.lines().stream());
  }
}
