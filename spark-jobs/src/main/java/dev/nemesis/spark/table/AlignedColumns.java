package dev.nemesis.spark.table;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;

/** Columns under a header, each as wide as its longest text. */
public final class AlignedColumns {
  private AlignedColumns() {}

  /**
   * Prints lines.
   *
   * @param lines the header first, all of one length
   */
  public static void print(List<String[]> lines, PrintWriter to) {
    int[] widths = new int[lines.get(0).length];
    for (String[] line : lines) {
      Arrays.setAll(widths, i -> Math.max(widths[i], line[i].length()));
    }
    for (String[] line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < line.length; i++) {
        text.append(line[i]).append(" ".repeat(widths[i] - line[i].length() + 2));
      }
      to.println(text.toString().stripTrailing());
    }
  }
}
