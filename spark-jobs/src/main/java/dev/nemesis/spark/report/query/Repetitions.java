package dev.nemesis.spark.report.query;

import dev.nemesis.spark.report.model.Entry;
import dev.nemesis.spark.report.model.ReportTable;
import dev.nemesis.spark.report.model.ReportTable.Block;
import dev.nemesis.spark.report.model.ReportTable.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tables that would show what others show already, and nothing else. */
final class Repetitions {
  private record Place(String block, String row, String column) {}

  private record Numbers(Double mean, Double std, long seeds, long seedsWanted) {}

  private Repetitions() {}

  /**
   * The tables without those that are not the paper's and of which every entry stands, by its
   * block, row and column, in one before them.
   */
  static List<ReportTable> leftOut(List<ReportTable> tables) {
    List<ReportTable> shown = new ArrayList<>();
    Map<Place, List<Numbers>> known = new HashMap<>();
    for (ReportTable table : tables) {
      Map<Place, Numbers> numbers = numbers(table);
      boolean isRepeated =
          table.number().isEmpty()
              && numbers.entrySet().stream()
                  .allMatch(
                      entry ->
                          known.getOrDefault(entry.getKey(), List.of()).contains(entry.getValue()));
      if (!isRepeated) {
        shown.add(table);
        numbers.forEach(
            (place, one) -> known.computeIfAbsent(place, none -> new ArrayList<>()).add(one));
      }
    }
    return shown;
  }

  private static Map<Place, Numbers> numbers(ReportTable table) {
    Map<Place, Numbers> all = new HashMap<>();
    for (Block block : table.blocks()) {
      for (Line line : block.lines()) {
        for (int i = 0; i < table.columns().size(); i++) {
          Entry entry = line.entries().get(i);
          if (entry != null) {
            all.put(
                new Place(block.title(), line.label(), table.columns().get(i)),
                new Numbers(entry.mean(), entry.std(), entry.seeds(), entry.seedsWanted()));
          }
        }
      }
    }
    return all;
  }
}
