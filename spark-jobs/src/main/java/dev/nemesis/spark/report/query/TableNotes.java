package dev.nemesis.spark.report.query;

import dev.nemesis.spark.report.model.Entry;
import dev.nemesis.spark.report.model.ReportTable.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Notes that a reader needs in order not to misread a table. */
final class TableNotes {
  private TableNotes() {}

  static List<String> of(List<Block> blocks, Set<String> programs, Set<String> unlikePaper) {
    List<String> notes = new ArrayList<>();
    long all = entries(blocks).count();
    long none = entries(blocks).filter(entry -> entry.mean() == null).count();
    long fewer =
        entries(blocks)
            .filter(entry -> entry.mean() != null && entry.seeds() < entry.seedsWanted())
            .count();
    long mixed = entries(blocks).filter(Entry::isMixed).count();
    if (none + fewer > 0) {
      long cells = entries(blocks).flatMap(entry -> entry.waitsFor().stream()).distinct().count();
      notes.add(
          "Not finished: %d of %d entries have no result (—) and %d have fewer seeds; they wait for"
                  .formatted(none, all, fewer)
              + " %d cells.".formatted(cells));
    }
    if (mixed > 0) {
      notes.add(
          "Mixed (†): the cells behind %d entries differ in a setting that has no column here;"
                  .formatted(mixed)
              + " 'submit/nemesis sql' over planned tells them apart.");
    }
    if (!unlikePaper.isEmpty()) {
      notes.add("Trained unlike the paper: %s.".formatted(String.join(", ", unlikePaper)));
    }
    if (programs.size() > 1) {
      notes.add(
          "Cells of %d program versions stand in this table: %s."
              .formatted(programs.size(), String.join(", ", programs)));
    }
    return notes;
  }

  /** All of them. */
  static Stream<Entry> entries(List<Block> blocks) {
    return blocks.stream()
        .flatMap(block -> block.lines().stream())
        .flatMap(line -> line.entries().stream())
        .filter(Objects::nonNull);
  }
}
