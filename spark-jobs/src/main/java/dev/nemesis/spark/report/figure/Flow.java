package dev.nemesis.spark.report.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Breaks things of different widths into rows, as words into lines. */
final class Flow {
  private Flow() {}

  /** Rows no wider than {@code width}, but for one thing alone that is. */
  static <T> List<List<T>> rows(List<T> things, ToIntFunction<T> widthOf, int gap, int width) {
    List<List<T>> rows = new ArrayList<>();
    int used = width + 1;
    for (T thing : things) {
      int needed = widthOf.applyAsInt(thing);
      if (used + gap + needed > width) {
        rows.add(new ArrayList<>());
        used = -gap;
      }
      rows.get(rows.size() - 1).add(thing);
      used += gap + needed;
    }
    return rows;
  }
}
