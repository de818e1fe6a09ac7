package dev.nemesis.spark.report.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nemesis.spark.report.model.Entry;
import dev.nemesis.spark.report.model.ReportModel;
import dev.nemesis.spark.report.model.ReportTable;
import dev.nemesis.spark.report.model.ReportTable.Block;
import dev.nemesis.spark.report.model.ReportTable.Line;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatexTableTest {
  private static final Entry WHOLE =
      new Entry(62.584, 1.2, 3, 3, null, List.of(), false, null, false);
  private static final Entry BEST =
      new Entry(62.584, 1.2, 3, 3, 62.7, List.of(), false, null, true);
  private static final Entry FEWER =
      new Entry(9.0, null, 1, 3, 8.9, List.of("x"), true, null, false);
  private static final Entry GAP =
      new Entry(null, null, 0, 3, 62.7, List.of("x"), false, null, false);
  private static final Entry LACKING =
      new Entry(62.0, 1.0, 3, 3, null, List.of("x"), false, null, false);

  @TempDir Path folder;

  @Test
  void anEntryIsItsMeanAndSpreadAndTheBestIsBold() {
    assertThat(table("table_1", "Table 1", 1, 1, WHOLE))
        .contains("& 62.58{\\scriptsize$\\pm$1.20} \\\\");
    assertThat(table("table_1", "Table 1", 1, 1, BEST))
        .contains("& \\textbf{62.58}{\\scriptsize$\\pm$1.20} \\\\*");
  }

  @Test
  void thePapersNumberAndTheDifferenceStandBelow() {
    assertThat(table("table_1", "Table 1", 1, 1, BEST, FEWER))
        .contains(" & {\\scriptsize\\color{gray}62.70 ($-$0.12)}")
        .contains(" & {\\scriptsize\\color{gray}8.90 ($+$0.10)}")
        .contains("Grey: the paper's number");
    assertThat(table("table_1", "Table 1", 1, 1, WHOLE))
        .doesNotContain("gray")
        .doesNotContain("Grey");
  }

  @Test
  void whatIsNotWholeIsMarkedAndTheMarkExplained() {
    assertThat(table("table_1", "Table 1", 1, 1, FEWER))
        .contains("9.00$^{1/3\\dagger}$")
        .contains("two of three seeds")
        .contains("$^{\\dagger}$: of cells that differ");
    assertThat(table("table_1", "Table 1", 1, 1, LACKING))
        .contains("$^{\\ast}$ ")
        .contains("$^{\\ast}$: cells are missing");
    assertThat(table("table_1", "Table 1", 1, 1, GAP, null))
        .contains("& -- &  \\\\")
        .contains("--: not finished");
    assertThat(table("table_1", "Table 1", 1, 1, WHOLE)).doesNotContain("^{");
  }

  @Test
  void aTableHasThePapersNumberAndALabel() {
    assertThat(table("table_a5", "Table A5", 1, 1, WHOLE))
        .contains("\\renewcommand{\\thetable}{A5}")
        .contains("\\caption{few-shot learning (\\%). Over 3 seeds.}\\label{tab:table_a5}")
        .contains("A note \\& more.");
    assertThat(table("costs", "", 1, 1, WHOLE))
        .contains("\\renewcommand{\\thetable}{S\\arabic{table}}");
  }

  @Test
  void itsFirstLineSaysWhichPackagesItNeeds() {
    assertThat(table("table_1", "Table 1", 1, 1, WHOLE))
        .startsWith("% Needs in the preamble: \\usepackage{booktabs,graphicx}\n");
    assertThat(table("table_1", "Table 1", 1, 1, BEST))
        .startsWith("% Needs in the preamble: \\usepackage{booktabs,graphicx,xcolor}\n")
        .contains("\\color{gray}");
  }

  @Test
  void aTableWiderThanTheTextIsShrunk() {
    assertThat(table("table_a5", "Table A5", 12, 7, Collections.nCopies(12, WHOLE)))
        .contains("\\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%")
        .doesNotContain("longtable");
  }

  @Test
  void aTableLongerThanAPageIsSeveralFloatsOfWholeBlocks() {
    String latex = table("table_a2", "Table A2", 12, 7, WHOLE);

    List<String> floats = List.of(latex.split("\\\\begin\\{table}", -1));
    assertThat(floats).hasSize(1 + 3).allMatch(one -> one.lines().count() < 60);
    assertThat(floats.get(2)).contains("Block 4").doesNotContain("Block 3", "Block 8");
    assertThat(latex).containsOnlyOnce("\\caption").containsOnlyOnce("A note");
    assertThat(latex).contains("Table \\ref{tab:table_a2}, continued");
  }

  @Test
  void aBlockLongerThanAPageHasItsNameOnEachPage() {
    String latex = table("few_shot", "", 2, 50, WHOLE);

    assertThat(Pattern.compile("textit\\{(Block [^}]*)}").matcher(latex).results())
        .extracting(found -> found.group(1))
        .containsExactly("Block 0", "Block 0 (continued)", "Block 1", "Block 1 (continued)");
    assertThat(latex.lines().filter(line -> line.startsWith("CoOp &"))).hasSize(100);
  }

  @Test
  void everyCharacterAndShapeCompiles() throws Exception {
    assumeTrue(isOnPath("pdflatex"), "skipped: there is no pdflatex on the PATH");
    String characters =
        "#$%&_{}~^\\|<>\"'`[a]*--x é ß Ð ÿ αβγδεζηθικλμ νξοπρσςτυφχψω ΓΔΘΛΞΠΣΥΦΨΩ ℓ2 ±×÷·−†‡°§ "
            + "≤≥≠≈∞∈∑√ →←↑↓‖∅ ⁰¹²³⁴₀₁₂₃µ½ ‘’“”–—… 中 \uD83D\uDE00 \u0000";
    List<ReportTable> tables =
        List.of(
            of("table_1", "Table 1", characters, 2, 4, BEST, FEWER, GAP, null, LACKING),
            of(
                "table_a5",
                "Table A5",
                "CoOp + PUN (ω = 10)",
                12,
                7,
                BEST,
                BEST,
                FEWER,
                BEST,
                GAP,
                BEST),
            of(
                "table_a2",
                "Table A2",
                characters,
                3,
                20,
                Collections.nCopies(13, BEST).toArray(Entry[]::new)),
            of(
                "long",
                "",
                "CoOp + PAN (ω = 1, N = 1, ℓ2, τ = 0.5, without selection)",
                9,
                7,
                WHOLE,
                WHOLE,
                WHOLE));
    for (ReportTable table : tables) {
      Files.writeString(folder.resolve(table.id() + ".tex"), LatexTable.of(table));
    }
    ReportModel report =
        new ReportModel("paper_" + characters, tables, List.of(), List.of(characters));
    Files.writeString(folder.resolve("tables.tex"), LatexDocument.of(report));

    assertSet();
    for (ReportTable table : tables) {
      String packages = Files.readAllLines(folder.resolve(table.id() + ".tex")).get(0);
      Files.writeString(
          folder.resolve("tables.tex"),
          "\\documentclass{article}\n%s\n\\begin{document}\n\\input{%s}\n\\end{document}\n"
              .formatted(packages.replaceFirst(".*: ", ""), table.id()));
      assertSet();
    }
  }

  private void assertSet() throws Exception {
    compile();
    String log = compile(); // references are known in the second turn

    assertThat(log)
        .doesNotContain("Missing character")
        .doesNotContain("LaTeX Warning: Reference")
        .doesNotContain("Float too large");
    assertThat(Pattern.compile("Overfull \\\\hbox \\((\\d+)").matcher(log).results())
        .as("overfull by points")
        .map(result -> Integer.parseInt(result.group(1)))
        .allMatch(points -> points < 10);
    assertThat(folder.resolve("tables.pdf")).isNotEmptyFile();
  }

  private String compile() throws Exception {
    Process process =
        new ProcessBuilder("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "tables.tex")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile())
            .start();
    int exit = process.waitFor();
    String log = Files.readString(folder.resolve("tables.log"), StandardCharsets.ISO_8859_1);
    assertThat(exit).as(log).isZero();
    return log;
  }

  private static boolean isOnPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static String table(String id, String number, int blocks, int rows, List<Entry> entries) {
    return table(id, number, blocks, rows, entries.toArray(Entry[]::new));
  }

  private static String table(String id, String number, int blocks, int rows, Entry... entries) {
    return LatexTable.of(of(id, number, "CoOp", blocks, rows, entries));
  }

  /** A table of so many blocks of so many like rows. */
  private static ReportTable of(
      String id, String number, String label, int blocks, int rows, Entry... entries) {
    Line line = new Line(label, Arrays.asList(entries));
    return new ReportTable(
        id,
        number,
        "few-shot learning",
        "Over 3 seeds.",
        "%",
        2,
        "Method",
        "Shots",
        IntStream.range(0, entries.length).mapToObj(i -> 1 << i).map(Object::toString).toList(),
        IntStream.range(0, blocks)
            .mapToObj(i -> new Block("Block " + i, Collections.nCopies(rows, line)))
            .toList(),
        List.of("A note & more."));
  }
}
