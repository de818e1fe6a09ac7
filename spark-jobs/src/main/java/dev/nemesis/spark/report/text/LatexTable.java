package dev.nemesis.spark.report.text;

import dev.nemesis.spark.report.model.Entry;
import dev.nemesis.spark.report.model.ReportTable;
import dev.nemesis.spark.report.model.ReportTable.Block;
import dev.nemesis.spark.report.model.ReportTable.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table of a report as LaTeX, to be put into a paper by {@code \input}. It has the paper's number
 * and the label {@code tab:} and its id. Packages: array, booktabs, graphicx, longtable, xcolor.
 *
 * <p>A table of a page at most is a float, shrunk to the page's width where it is wider. A longer
 * one is a longtable or, where it is too wide for that, floats of some blocks each.
 */
public final class LatexTable {
  private static final int LINES_OF_A_PAGE = 48;

  private final ReportTable table;
  private final LatexWidth width;
  private final String size;
  private final LatexEntry entry;

  private LatexTable(ReportTable table) {
    this.table = table;
    this.width = new LatexWidth(table);
    boolean isFootnote = isLong(table) && width.fitsFootnoteSize();
    boolean isScript = isLong(table) && !isFootnote && width.fitsScriptSize();
    this.size = isFootnote ? "\\footnotesize" : isScript ? "\\scriptsize" : "\\small";
    this.entry = new LatexEntry(table.decimals(), isScript ? "\\tiny" : "\\scriptsize");
  }

  /** The table in LaTeX, in UTF-8: letters of Latin-1, and ASCII otherwise. */
  public static String of(ReportTable table) {
    LatexTable latex = new LatexTable(table);
    if (!isLong(table)) {
      return latex.floating(table.blocks(), true, true);
    }
    return latex.width.fitsScriptSize() ? latex.longTable() : latex.pieces();
  }

  /** Whether it may need more than a page. */
  static boolean isLong(ReportTable table) {
    return table.blocks().stream().mapToInt(LatexTable::lines).sum() > LINES_OF_A_PAGE;
  }

  private static int lines(Block block) {
    int rows = block.lines().stream().mapToInt(line -> hasPaper(line) ? 2 : 1).sum();
    return rows + (block.title().isEmpty() ? 0 : 1);
  }

  /** A float of as many blocks as a page has room for, then another. */
  private String pieces() {
    List<List<Block>> pieces = new ArrayList<>();
    int used = LINES_OF_A_PAGE;
    for (Block block : table.blocks()) {
      if (used + lines(block) > LINES_OF_A_PAGE) {
        pieces.add(new ArrayList<>());
        used = 0;
      }
      pieces.get(pieces.size() - 1).add(block);
      used += lines(block);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pieces.size(); i++) {
      text.append(floating(pieces.get(i), i == 0, i == pieces.size() - 1));
    }
    return text.toString();
  }

  private String floating(List<Block> blocks, boolean isFirst, boolean isLast) {
    String caption =
        isFirst
            ? "\\caption{%s}\\label{%s}".formatted(caption(), label())
            : "\\textit{Table \\ref{%s}, continued}".formatted(label());
    return """
    \\begin{table}[!htb]
    %s\\centering
    %s\\par\\smallskip
    %s
    \\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%%
    \\begin{tabular}{%s}
    \\toprule
    %s%s\\bottomrule
    \\end{tabular}}
    %s\\end{table}
    """
        .formatted(
            isFirst ? numbering() : "",
            caption,
            size,
            columns(),
            header(),
            rows(blocks),
            isLast ? notes() : "");
  }

  private String longTable() {
    String header = header();
    return """
    \\begingroup
    %s%s
    \\setlength{\\tabcolsep}{%dpt}\\setlength{\\LTcapwidth}{\\linewidth}
    \\begin{longtable}{%s}
    \\caption{%s}\\label{%s}\\\\
    \\toprule
    %s\\endfirsthead
    \\multicolumn{%d}{@{}l}{\\textit{Table \\thetable{}, continued}}\\\\
    \\toprule
    %s\\endhead
    \\bottomrule
    \\endfoot
    %s\\end{longtable}
    %s\\endgroup
    """
        .formatted(
            numbering(),
            size,
            LatexWidth.COLUMN_SEP,
            columns(),
            caption(),
            label(),
            header,
            table.columns().size() + 1,
            header,
            rows(table.blocks()),
            notes());
  }

  /** The paper's number; tables that are not the paper's count for themselves, from S1. */
  private String numbering() {
    return table.number().isEmpty()
        ? "\\renewcommand{\\thetable}{S\\arabic{table}}\n"
        : "\\addtocounter{table}{-1}\\renewcommand{\\thetable}{%s}\n"
            .formatted(LatexText.of(table.number().replaceFirst("^Table ", "")));
  }

  private String caption() {
    String unit = table.unit().isEmpty() ? "" : " (" + LatexText.of(table.unit()) + ")";
    return LatexText.of(table.title()) + unit + ". " + LatexText.of(table.caption());
  }

  private String label() {
    return "tab:" + table.id();
  }

  /** Entries of more than a number stand to the left, so that means stand below each other. */
  private String columns() {
    boolean isPlain = table.entries().allMatch(each -> each.std() == null && each.paper() == null);
    String labels =
        isLong(table) && width.hasLongLabels()
            ? ">{\\raggedright\\arraybackslash}p{%dpt}".formatted(LatexWidth.LABEL)
            : "l";
    return "@{}" + labels + (isPlain ? "r" : "l").repeat(table.columns().size()) + "@{}";
  }

  private String header() {
    int count = table.columns().size();
    String over =
        table.columnHeader().isEmpty()
            ? ""
            : "& \\multicolumn{%d}{c@{}}{%s} \\\\\n\\cmidrule(l){2-%d}\n"
                .formatted(count, LatexText.of(table.columnHeader()), count + 1);
    return over
        + row(LatexText.of(table.rowHeader()), table.columns().stream().map(LatexText::of))
        + "\\\\\n\\midrule\n";
  }

  private String rows(List<Block> blocks) {
    StringBuilder text = new StringBuilder();
    // A rule that a page breaks at would stand beside that of the page's head or foot.
    String between = isLong(table) ? "\\addlinespace[4pt]\n" : "\\midrule\n";
    for (Block block : blocks) {
      text.append(text.isEmpty() ? "" : between);
      if (!block.title().isEmpty()) {
        text.append(
            "\\multicolumn{%d}{@{}l}{\\textit{%s}} \\\\*\n"
                .formatted(table.columns().size() + 1, LatexText.of(block.title())));
      }
      for (Line line : block.lines()) {
        text.append(row(LatexText.of(line.label()), line.entries().stream().map(entry::ours)));
        if (hasPaper(line)) {
          text.append("\\\\*[-2pt]\n").append(row("", line.entries().stream().map(entry::paper)));
        }
        text.append(hasPaper(line) ? "\\\\[1.5pt]\n" : "\\\\\n");
      }
    }
    return text.toString();
  }

  private static String row(String label, Stream<String> cells) {
    return Stream.concat(Stream.of(label), cells).collect(Collectors.joining(" & ")) + " ";
  }

  /** What the marks mean, of those that are there, and the table's notes. */
  private String notes() {
    List<String> notes = new ArrayList<>();
    if (table.hasPaper()) {
      notes.add("Grey: the paper's number and, in brackets, ours less it.");
    }
    if (any(each -> each.mean() == null)) {
      notes.add("--: not finished.");
    }
    if (any(LatexEntry::hasFewerSeeds)) {
      notes.add("$^{2/3}$: two of three seeds, and so on.");
    }
    if (any(LatexEntry::lacksCells)) {
      notes.add("$^{\\ast}$: cells are missing.");
    }
    if (any(LatexEntry::isMixed)) {
      notes.add("$^{\\dagger}$: of cells that differ in a setting that the table does not show.");
    }
    table.notes().stream().map(LatexText::of).forEach(notes::add);
    return notes.isEmpty()
        ? ""
        : "\\par\\smallskip\n{\\footnotesize\\raggedright\\noindent %s\\par}\n"
            .formatted(String.join("\n", notes));
  }

  private boolean any(Predicate<Entry> what) {
    return table.entries().anyMatch(what);
  }

  private static boolean hasPaper(Line line) {
    return line.entries().stream().filter(Objects::nonNull).anyMatch(each -> each.paper() != null);
  }
}
