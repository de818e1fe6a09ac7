package dev.nemesis.spark.report.text;

import dev.nemesis.spark.report.model.Entry;
import dev.nemesis.spark.report.model.ReportTable;
import dev.nemesis.spark.report.model.ReportTable.Block;
import dev.nemesis.spark.report.model.ReportTable.Line;
import dev.nemesis.spark.table.Decimals;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table as Markdown: a heading, what it shows, a table a block, and what is missing. */
public final class MarkdownTable {
  private static final String GAP = "—";
  private static final int WAITING_NAMED = 10;

  private final ReportTable table;

  private MarkdownTable(ReportTable table) {
    this.table = table;
  }

  /** The whole table. */
  public static String of(ReportTable table) {
    MarkdownTable markdown = new MarkdownTable(table);
    StringBuilder text = new StringBuilder("# ").append(table.heading()).append("\n\n");
    text.append(table.caption()).append(markdown.legend()).append('\n');
    table.notes().forEach(note -> text.append('\n').append(note).append('\n'));
    table.blocks().forEach(block -> text.append('\n').append(markdown.block(block)));
    return text.append(markdown.waiting()).toString();
  }

  /** The first block alone, without captions. */
  public static String summary(ReportTable table) {
    return table.blocks().isEmpty() ? "" : new MarkdownTable(table).block(table.blocks().get(0));
  }

  private String legend() {
    return table.hasPaper() ? " In brackets the paper's number, and ours less the paper's." : "";
  }

  private String block(Block block) {
    StringBuilder text = new StringBuilder();
    if (!block.title().isEmpty()) {
      text.append("## ").append(cell(block.title())).append("\n\n");
    }
    List<Integer> shown = columns(block);
    text.append("| ").append(table.rowHeader());
    shown.forEach(i -> text.append(" | ").append(cell(table.columns().get(i))));
    text.append(" |\n| ---").append(" | ---:".repeat(shown.size())).append(" |\n");
    for (Line line : block.lines()) {
      text.append("| ").append(cell(line.label()));
      shown.forEach(i -> text.append(" | ").append(entry(line.entries().get(i))));
      text.append(" |\n");
    }
    return text.toString();
  }

  /** Returns the indices of the columns in which a block has any entry. */
  private List<Integer> columns(Block block) {
    return IntStream.range(0, table.columns().size())
        .filter(i -> block.lines().stream().anyMatch(line -> line.entries().get(i) != null))
        .boxed()
        .toList();
  }

  private String entry(Entry entry) {
    if (entry == null) {
      return "";
    }
    String paper =
        entry.paper() == null
            ? ""
            : " (%s%s)"
                .formatted(
                    number(entry.paper()),
                    entry.difference() == null ? "" : ", " + signed(entry.difference()));
    if (entry.mean() == null) {
      return GAP + paper;
    }
    String mean = number(entry.mean());
    return (entry.isBest() ? "**" + mean + "**" : mean)
        + (entry.std() == null ? "" : " ± " + number(entry.std()))
        + (entry.isMixed() ? " †" : "")
        + (entry.seeds() < entry.seedsWanted()
            ? " (%d of %d seeds)".formatted(entry.seeds(), entry.seedsWanted())
            : "")
        + paper;
  }

  private String waiting() {
    List<String> cells =
        table.entries().flatMap(entry -> entry.waitsFor().stream()).distinct().sorted().toList();
    if (cells.isEmpty()) {
      return "";
    }
    String named =
        cells.stream()
            .limit(WAITING_NAMED)
            .map(cell -> "- `" + cell + "`\n")
            .collect(Collectors.joining());
    int more = cells.size() - WAITING_NAMED;
    return "\nWaits for\n\n"
        + named
        + (more > 0 ? "- and %d more, in the page and in the CSV\n".formatted(more) : "");
  }

  private String signed(double value) {
    return Decimals.signed(value, table.decimals()).replace('-', '−');
  }

  private String number(double value) {
    return Decimals.fixed(value, table.decimals());
  }

  /** Words to start a prompt from may have a bar. */
  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
