package dev.nemesis.spark.report.query;

import dev.nemesis.spark.report.model.Entry;
import dev.nemesis.spark.report.model.PairedTest;
import dev.nemesis.spark.report.model.ReportTable;
import dev.nemesis.spark.report.model.ReportTable.Block;
import dev.nemesis.spark.report.model.ReportTable.Line;
import dev.nemesis.spark.table.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/**
 * Makes a table of a query's answer: one row an entry, blocks, rows and columns in the order in
 * which the answer first names them.
 */
final class TableReading {
  private final TableSpec spec;
  private final Set<String> columns = new LinkedHashSet<>();
  private final Map<String, Map<String, Map<String, Entry>>> blocks = new LinkedHashMap<>();
  private final Set<String> programs = new TreeSet<>();
  private final Set<String> unlikePaper = new LinkedHashSet<>();
  private boolean saysBest;

  private TableReading(TableSpec spec) {
    this.spec = spec;
  }

  static ReportTable of(TableSpec spec, List<Row> answer) {
    TableReading reading = new TableReading(spec);
    answer.forEach(reading::add);
    return reading.table();
  }

  private void add(Row row) {
    Answer answer = new Answer(row);
    columns.add(answer.text("column"));
    programs.addAll(answer.texts("programs"));
    unlikePaper.addAll(answer.texts("unlike_paper"));
    saysBest |= answer.has("best");
    blocks
        .computeIfAbsent(answer.text("block"), block -> new LinkedHashMap<>())
        .computeIfAbsent(answer.text("row"), line -> new LinkedHashMap<>())
        .put(
            answer.text("column"),
            new Entry(
                answer.decimal("mean"),
                answer.decimal(answer.has("half_width") ? "half_width" : "std"),
                answer.count("seeds"),
                answer.count("seeds_wanted"),
                answer.decimal("paper"),
                answer.texts("waits_for"),
                answer.flag("mixed"),
                test(answer),
                answer.flag("best")));
  }

  private static PairedTest test(Answer answer) {
    return answer.has("p_holm")
        ? new PairedTest(
            answer.count("degrees_of_freedom"),
            answer.decimal("t"),
            answer.decimal("p"),
            answer.decimal("p_holm"))
        : null;
  }

  private ReportTable table() {
    List<Block> all = new ArrayList<>();
    blocks.forEach((title, lines) -> all.add(new Block(title, lines(lines))));
    return new ReportTable(
        spec.id(),
        spec.number(),
        spec.title(),
        caption(all),
        spec.unit(),
        spec.decimals(),
        spec.rowHeader(),
        spec.columnHeader(),
        List.copyOf(columns),
        all,
        TableNotes.of(all, programs, unlikePaper));
  }

  private String caption(List<Block> all) {
    boolean best = TableNotes.entries(all).anyMatch(Entry::isBest);
    return spec.caption() + (spec.hasBest() && best ? " Bold: the best of its column." : "");
  }

  private List<Line> lines(Map<String, Map<String, Entry>> rows) {
    List<Line> lines = new ArrayList<>();
    rows.forEach(
        (label, entries) -> {
          List<Entry> marked = new ArrayList<>();
          for (String column : columns) {
            Entry entry = entries.get(column);
            marked.add(entry == null || saysBest ? entry : mark(entry, column, rows));
          }
          lines.add(new Line(label, marked));
        });
    return lines;
  }

  private Entry mark(Entry entry, String column, Map<String, Map<String, Entry>> rows) {
    List<BigDecimal> rivals =
        rows.values().stream()
            .map(entries -> entries.get(column))
            .filter(rival -> rival != null && rival.isWhole())
            .map(this::rounded)
            .toList();
    boolean best =
        spec.hasBest()
            && entry.isWhole()
            && rivals.size() > 1
            && rivals.stream().noneMatch(rival -> rival.compareTo(rounded(entry)) > 0);
    return new Entry(
        entry.mean(),
        entry.std(),
        entry.seeds(),
        entry.seedsWanted(),
        entry.paper(),
        entry.waitsFor(),
        entry.isMixed(),
        entry.test(),
        best);
  }

  /** Bold marks what a reader sees to be the greatest. */
  private BigDecimal rounded(Entry entry) {
    return Decimals.rounded(entry.mean(), spec.decimals());
  }
}
