package dev.nemesis.spark.report.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A table of the paper, from finished cells.
 *
 * @param id its file name without an ending, e.g. {@code table_a5}
 * @param number as the paper has it, e.g. {@code Table A5}; empty for a table that is not the
 *     paper's
 * @param title what it shows, one line
 * @param caption what a reader has to know of its numbers, in sentences
 * @param unit of its entries, e.g. {@code %}; empty for plain numbers
 * @param decimals digits after the point
 * @param rowHeader what its rows are
 * @param columnHeader what its columns are
 * @param columns their headings, in order
 * @param blocks its rows, in groups
 * @param notes what is missing, mixed or left out, a sentence each
 */
public record ReportTable(
    String id,
    String number,
    String title,
    String caption,
    String unit,
    int decimals,
    String rowHeader,
    String columnHeader,
    List<String> columns,
    List<Block> blocks,
    List<String> notes) {
  public ReportTable {
    columns = List.copyOf(columns);
    blocks = List.copyOf(blocks);
    notes = List.copyOf(notes);
  }

  /**
   * Rows that belong together, e.g. those of a dataset.
   *
   * @param title its heading; empty where the table has one block without a heading
   */
  public record Block(String title, List<Line> lines) {
    public Block {
      lines = List.copyOf(lines);
    }
  }

  /**
   * A row.
   *
   * @param label what it is of
   * @param entries one a column; null where there is nothing to be had, as for zero-shot at 1 shot
   */
  public record Line(String label, List<Entry> entries) {
    public Line {
      entries = Collections.unmodifiableList(new ArrayList<>(entries));
    }
  }

  /** Its entries. */
  public Stream<Entry> entries() {
    return blocks.stream()
        .flatMap(block -> block.lines().stream())
        .flatMap(line -> line.entries().stream())
        .filter(Objects::nonNull);
  }

  /** Whether its means are differences that were tested. */
  public boolean isOfTests() {
    return entries().anyMatch(entry -> entry.test() != null);
  }

  /** Whether any entry has a number of the paper's beside it. */
  public boolean hasPaper() {
    return entries().anyMatch(entry -> entry.paper() != null);
  }

  /** {@code Table A5: few-shot learning}, or the title alone. */
  public String heading() {
    return number.isEmpty() ? title : number + ": " + title;
  }
}
