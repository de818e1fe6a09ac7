package dev.nemesis.spark.report.text;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import dev.nemesis.spark.report.model.Entry;
import dev.nemesis.spark.report.model.ReportTable;
import dev.nemesis.spark.report.model.ReportTable.Block;
import dev.nemesis.spark.report.model.ReportTable.Line;
import java.io.StringWriter;

/** A table for a program: a line an entry, unrounded; what is not there is empty. */
public final class CsvTable {
  private static final String[] HEADER = {
    "block",
    "row",
    "column",
    "mean",
    "std",
    "seeds",
    "seeds_wanted",
    "paper",
    "difference",
    "p_holm",
    "best",
    "mixed",
    "waits_for"
  };

  private CsvTable() {}

  /** With a header; ids of cells an entry waits for stand in one field, a space between them. */
  public static String of(ReportTable table) {
    StringWriter text = new StringWriter();
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.getFormat().setLineSeparator("\n");
    CsvWriter csv = new CsvWriter(text, settings);
    csv.writeHeaders(HEADER);
    for (Block block : table.blocks()) {
      for (Line line : block.lines()) {
        for (int i = 0; i < table.columns().size(); i++) {
          Entry entry = line.entries().get(i);
          if (entry != null) {
            csv.writeRow(
                block.title(),
                line.label(),
                table.columns().get(i),
                entry.mean(),
                entry.std(),
                entry.seeds(),
                entry.seedsWanted(),
                entry.paper(),
                entry.difference(),
                entry.pHolm(),
                entry.isBest(),
                entry.isMixed(),
                String.join(" ", entry.waitsFor()));
          }
        }
      }
    }
    csv.close();
    return text.toString();
  }
}
