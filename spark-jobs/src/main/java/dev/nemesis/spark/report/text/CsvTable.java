package dev.nemesis.spark.report.text;

import dev.nemesis.spark.report.model.Entry;
import dev.nemesis.spark.report.model.PairedTest;
import dev.nemesis.spark.report.model.ReportTable;
import dev.nemesis.spark.report.model.ReportTable.Block;
import dev.nemesis.spark.report.model.ReportTable.Line;
import dev.nemesis.spark.table.CsvLines;
import java.io.StringWriter;

/** A table for a program: a line an entry, unrounded; what is not there is empty. */
public final class CsvTable {
  private static final Object[] HEADER = {
    "block",
    "row",
    "column",
    "mean",
    "std",
    "seeds",
    "seeds_wanted",
    "paper",
    "difference",
    "best",
    "mixed",
    "waits_for"
  };

  private static final Object[] HEADER_OF_TESTS = {
    "block",
    "row",
    "column",
    "mean_difference",
    "half_width_95",
    "seeds",
    "degrees_of_freedom",
    "t",
    "p",
    "p_holm",
    "best"
  };

  private CsvTable() {}

  /**
   * With a header; ids of cells an entry waits for stand in one field, a space between them. Of a
   * table of tests, a line is a test.
   */
  public static String of(ReportTable table) {
    StringWriter text = new StringWriter();
    try (CsvLines csv = new CsvLines(text)) {
      csv.row(table.isOfTests() ? HEADER_OF_TESTS : HEADER);
      for (Block block : table.blocks()) {
        for (Line line : block.lines()) {
          for (int i = 0; i < table.columns().size(); i++) {
            Entry entry = line.entries().get(i);
            if (entry != null) {
              String column = table.columns().get(i);
              csv.row(
                  table.isOfTests()
                      ? test(block.title(), line.label(), column, entry)
                      : result(block.title(), line.label(), column, entry));
            }
          }
        }
      }
    }
    return text.toString();
  }

  private static Object[] result(String block, String row, String column, Entry entry) {
    return new Object[] {
      block,
      row,
      column,
      entry.mean(),
      entry.std(),
      entry.seeds(),
      entry.seedsWanted(),
      entry.paper(),
      entry.difference(),
      entry.isBest(),
      entry.isMixed(),
      String.join(" ", entry.waitsFor())
    };
  }

  private static Object[] test(String block, String row, String column, Entry entry) {
    PairedTest test = entry.test();
    return new Object[] {
      block,
      row,
      column,
      entry.mean(),
      entry.std(),
      entry.seeds(),
      test.degreesOfFreedom(),
      test.t(),
      test.p(),
      test.pHolm(),
      entry.isBest()
    };
  }
}
