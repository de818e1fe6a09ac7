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
 * and the label {@code tab:} and its id, and says in its first lines which packages it needs.
 *
 * <p>It is a float, shrunk to the page's width where it is wider. A longer one than a page is
 * several floats of whole blocks; only a block that has no room on a page by itself is cut, and its
 * name repeated.
 */
public final class LatexTable {
  /** In the smallest usual page, an article's of 10 points, with room for a caption and notes. */
  private static final int LINES_OF_A_PAGE = 36;

  private final ReportTable table;
  private final LatexEntry entry;

  private LatexTable(ReportTable table) {
    this.table = table;
    this.entry = new LatexEntry(table.decimals());
  }

  /** The table in LaTeX, in UTF-8: letters of Latin-1, and ASCII otherwise. */
  public static String of(ReportTable table) {
    LatexTable latex = new LatexTable(table);
    List<List<Block>> pages = latex.pages();
    StringBuilder text = new StringBuilder(latex.head());
    for (int i = 0; i < pages.size(); i++) {
      text.append(latex.floating(pages.get(i), i == 0, i == pages.size() - 1));
    }
    return text.toString();
  }

  /** The packages that any table needs. */
  static String packages() {
    return packages(true);
  }

  private static String packages(boolean hasColour) {
    return "\\usepackage{booktabs,graphicx" + (hasColour ? ",xcolor" : "") + "}";
  }

  private String head() {
    return "%% Needs in the preamble: %s\n%% Put it into the text by \\input{%s}.\n"
        .formatted(packages(table.hasPaper()), table.id());
  }

  /** Splits the blocks into pages, each with as many blocks as it has room for. */
  private List<List<Block>> pages() {
    List<List<Block>> pages = new ArrayList<>();
    int used = LINES_OF_A_PAGE;
    for (Block whole : table.blocks()) {
      for (Block block : pieces(whole)) {
        if (used + lines(block) > LINES_OF_A_PAGE) {
          pages.add(new ArrayList<>());
          used = 0;
        }
        pages.get(pages.size() - 1).add(block);
        used += lines(block);
      }
    }
    return pages;
  }

  /** The block itself, or parts of it that have room on a page. */
  private static List<Block> pieces(Block block) {
    List<Block> pieces = new ArrayList<>();
    List<Line> piece = new ArrayList<>();
    for (Line line : block.lines()) {
      piece.add(line);
      if (lines(named(block, piece, pieces.isEmpty())) > LINES_OF_A_PAGE) {
        piece.remove(piece.size() - 1);
        pieces.add(named(block, piece, pieces.isEmpty()));
        piece = new ArrayList<>(List.of(line));
      }
    }
    pieces.add(named(block, piece, pieces.isEmpty()));
    return pieces;
  }

  private static Block named(Block of, List<Line> lines, boolean isFirst) {
    return new Block(
        isFirst || of.title().isEmpty() ? of.title() : of.title() + " (continued)", lines);
  }

  private static int lines(Block block) {
    int rows = block.lines().stream().mapToInt(line -> hasPaper(line) ? 2 : 1).sum();
    return rows + (block.title().isEmpty() ? 0 : 1);
  }

  private String floating(List<Block> blocks, boolean isFirst, boolean isLast) {
    String caption =
        isFirst
            ? "\\caption{%s}\\label{%s}".formatted(caption(), label())
            : "\\textit{Table \\ref{%s}, continued}".formatted(label());
    return """
    \\begin{table}[!htbp]
    %s\\centering
    %s\\par\\smallskip
    \\small
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
            columns(),
            header(),
            rows(blocks),
            isLast ? notes() : "");
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
    return "@{}l" + (isPlain ? "r" : "l").repeat(table.columns().size()) + "@{}";
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
    for (Block block : blocks) {
      text.append(text.isEmpty() ? "" : "\\midrule\n");
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

  /** Returns the legend of the marks in use, then the table's notes. */
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
