package dev.nemesis.spark.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nemesis.error.InputException;
import dev.nemesis.spark.session.Sessions;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cells of notebooks, without Jupyter, over a finished grid. */
class NotebookKernelTest {
  @TempDir static Path folder;
  private static Path out;
  private static SparkSession spark;

  private NotebookKernel kernel;

  @BeforeAll
  static void aGridIsDone() throws Exception {
    out = FinishedGrid.in(folder);
    spark = Sessions.open("local[2]", Map.of());
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  @BeforeEach
  void aNotebookIsOpened() {
    spark
        .sql("SHOW VIEWS")
        .select("viewName")
        .as(Encoders.STRING())
        .collectAsList()
        .forEach(spark.catalog()::dropTempView);
    kernel = NotebookKernel.of(spark);
  }

  @AfterEach
  void itIsClosed() {
    kernel.close();
  }

  @Test
  void openingAFolderTellsWhatCellsItHas() throws Exception {
    DisplayData cells = eval(opening());

    assertThat(text(cells))
        .isEqualTo(
            """
            method    loss  cells  failed  datasets  shots   seeds
            coop      none  8      0       2         [1,16]  2
            coop      pan   8      0       2         [1,16]  2
            coop      pun   8      0       2         [1,16]  2
            zeroshot  none  2      0       2         [0]     1\
            """);
    assertThat(cells.getData(MIMEType.TEXT_HTML).toString())
        .contains("<th>method</th><th>loss</th>", "<td>coop</td><td>none</td><td>8</td>");
  }

  @Test
  void sqlIsAnsweredAsATable() throws Exception {
    eval(opening());

    DisplayData answer =
        eval(
            """
            %%sql
            SELECT '<b>&' AS a, shots, sort_array(array(seed, 0)) AS s, null AS n
            FROM results WHERE shots > 0 GROUP BY ALL ORDER BY ALL LIMIT 2;
            """);

    assertThat(text(answer))
        .isEqualTo(
            """
            a     shots  s      n
            <b>&  1      [0,1]
            <b>&  1      [0,2]\
            """);
    assertThat(answer.getData(MIMEType.TEXT_HTML).toString())
        .contains("<tr><td>&lt;b&gt;&amp;</td><td>1</td><td>[0,1]</td><td></td></tr>")
        .doesNotContain("more");
  }

  @Test
  void aLongTableSaysThatItIsCut() throws Exception {
    DisplayData whole = eval("%%sql SELECT id FROM range(100)");
    DisplayData cut = eval("spark.range(101).orderBy(desc(\"id\"))");

    assertThat(text(whole).lines()).hasSize(1 + 100);
    assertThat(text(cut).lines())
        .hasSize(1 + 100 + 1)
        .startsWith("id", "100", "99")
        .endsWith("1", "The first 100 rows; there are more.");
    assertThat(cut.getData(MIMEType.TEXT_HTML).toString()).endsWith("there are more.</p>");
  }

  @Test
  void anAnswerIsKeptAsATableUntilItIsAskedForAgain() throws Exception {
    Path growing = Files.createDirectory(folder.resolve("growing"));
    copy(out.resolve("grid.json"), growing.resolve("grid.json"));
    List<Path> cells = cells();
    copy(cells.get(0), growing.resolve("cells").resolve(cells.get(0).getFileName()));
    String opening = "open(\"" + growing + "\");";
    String keep = "%%sql done\nSELECT cell_id FROM results";
    eval(opening);

    assertThat(text(eval(keep))).isEqualTo("done: 1 rows");
    copy(cells.get(1), growing.resolve("cells").resolve(cells.get(1).getFileName()));
    assertThat(text(eval("%%sql\nSELECT count(*) AS n FROM done"))).isEqualTo("n\n1");
    eval(opening);
    assertThat(text(eval("%%sql\nSELECT count(*) AS n FROM results"))).isEqualTo("n\n2");
    assertThat(text(eval(keep))).isEqualTo("done: 2 rows");
    assertThat(text(eval("%%sql\nSELECT count(*) AS n FROM done"))).isEqualTo("n\n2");
  }

  private static List<Path> cells() throws IOException {
    try (Stream<Path> files = Files.list(out.resolve("cells"))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  private static void copy(Path file, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(file, to);
  }

  @Test
  void javaCellsShareWhatTheyDeclare() throws Exception {
    assertThat(
            eval(
                "int twice(int a) { return times(a, 2); }\nint times(int a, int b) {\n return a * b; }"))
        .isNull();
    assertThat(eval("record Pair(int a, double b) {}\nvar pair = new Pair(twice(4), 0.5);"))
        .isNull();

    assertThat(text(eval("// a comment\npair"))).isEqualTo("Pair[a=8, b=0.5]");
    assertThat(text(eval("int twice(int a) { return 3; }\n/* now */ twice(4) + 1"))).isEqualTo("4");
  }

  @Test
  void javaGoesOnWithWhatSqlAnswers() throws Exception {
    eval(opening());
    eval("%%sql\nCREATE OR REPLACE TEMP VIEW best AS SELECT max(accuracy) AS a FROM results");

    assertThat(text(eval("double best = sql(\"SELECT a FROM best\").head().getDouble(0);\nbest")))
        .isEqualTo("67.02");
    assertThat(text(eval("spark.table(\"best\").select(col(\"a\").plus(1).as(\"more\"))")))
        .isEqualTo("more\n68.02");
  }

  @Test
  void onlyAValueWithoutASemicolonShows() throws Exception {
    assertThat(eval("1 + 1;")).isNull();
    assertThat(eval("int a = 5")).isNull();
    assertThat(eval("a = 6")).isNull();
    assertThat(eval("System.out.print(\"\")")).isNull();
    assertThat(eval("String none = null; none")).isNull();
    assertThat(eval("%%sql\nCREATE OR REPLACE TEMP VIEW none AS SELECT 1")).isNull();
    assertThat(eval(" \n")).isNull();
    assertThat(text(eval("a"))).isEqualTo("6");
  }

  @Test
  void aChartShowsAsAPicture() throws Exception {
    DisplayData chart =
        eval(
            "var chart = new XYChartBuilder().width(300).height(200).title(\"norms\").build();\n"
                + "chart.addSeries(\"a\", List.of(1, 2), List.of(3.0, 4.0));\nchart");

    assertThat(text(chart)).isEqualTo("Figure norms");
    byte[] png = Base64.getDecoder().decode(chart.getData(MIMEType.IMAGE_PNG).toString());
    assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(300);
  }

  @Test
  void whatDoesNotCompileIsShownAtItsPlace() {
    assertFails("int a = 1;\nint b = foo +\n  1;")
        .isEqualTo("cannot find symbol\n  symbol:   variable foo\n  int b = foo +\n          ^");
    assertFails("for (int i = 0; i < 3; i++) {").contains("reached end of file while parsing");
    assertFails("int h(int a) {\n  return other(a);\n}")
        .isEqualTo("cannot find method other(int)\n  int h(int a) {");
  }

  @Test
  void anExceptionIsShownWithTheLinesThatLedToIt() throws Exception {
    eval("int part(int a) {\n  return 10 / a;\n}");

    assertFails("int a = 1;\n\nSystem.out.println(\n    part(a - 1));")
        .isEqualTo(
            """
            ArithmeticException: / by zero
              at: return 10 / a;
              at: part(a - 1));\
            """);
    assertFails("String none = null; none.length()").contains("because \"none\" is null");
    assertFails("throw new java.io.IOException(\"lost\");").startsWith("IOException: lost\n");
    assertThat(text(eval("part(5)"))).as("the notebook goes on").isEqualTo("2");
  }

  @Test
  void whatSparkRefusesIsOneLine() throws Exception {
    eval(opening());

    assertFails("%%sql\nSELECT accurcy FROM results")
        .startsWith("Cannot run this query: [UNRESOLVED_COLUMN")
        .contains("`accuracy`")
        .endsWith("line 2 pos 7; give Spark SQL over the tables")
        .hasLineCount(1);
    assertFails("%%sql\nSELECT 1 / (shots - shots) FROM results")
        .startsWith("Cannot compute the rows of this query: [DIVIDE_BY_ZERO]")
        .hasLineCount(1);
    assertFails("sql(\"SELEC 1\")")
        .startsWith("Cannot run this query: [PARSE_SYNTAX_ERROR]")
        .endsWith("\n  at: sql(\"SELEC 1\")")
        .hasLineCount(2);
  }

  @Test
  void aNotebookWithoutAFolderSaysWhatToDo() {
    assumeTrue(System.getenv(Notebook.OUT) == null, "skipped: " + Notebook.OUT + " is set");

    assertFails("%%sql\nSELECT * FROM results")
        .startsWith("Cannot run this query: no output folder is open")
        .contains("open(\"DIR\")");
    assertFails("open()").startsWith("Cannot open an output folder").contains("NEMESIS_OUT");
    assertFails("open(\"" + folder.resolve("absent") + "\")")
        .startsWith("Cannot find grid.json in " + folder.resolve("absent"));
    assertFails("%out somewhere").startsWith("Cannot run %out").contains("%%sql");
  }

  @Test
  void namesAreCompletedInJava() {
    assertThat(kernel.complete("int a = spark.catal", 19).getReplacements()).contains("catalog()");
    assertThat(kernel.complete("int a = spark.catal", 19).getSourceStart()).isEqualTo(14);
    assertThat(kernel.complete("%%sql\nSELE", 10)).isNull();
  }

  @Test
  void aConnectionFileThatIsNoneIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("connection.json"), "[]");

    assertThatThrownBy(() -> kernel.serve(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot read connection file " + file);
  }

  static Stream<Path> notebooks() throws IOException {
    return StoredNotebook.files();
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void theProjectsNotebooksRunOnAnyResults(Path file) throws Exception {
    for (StoredNotebook.Cell cell : StoredNotebook.read(file).cells()) {
      DisplayData shown = eval(cell.code().equals("open()") ? opening() : cell.code());
      assertThat(shown != null && shown.hasDataForType(MIMEType.IMAGE_PNG))
          .as("a figure of %s", cell.code())
          .isEqualTo(cell.shows("image/png"));
    }
  }

  /** As the README's first run is for a notebook about corruptions: it has none. */
  @ParameterizedTest
  @MethodSource("notebooks")
  void onResultsThatHaveNothingForThemTheProjectsNotebooksSayThatThereIsNoData(Path file)
      throws Exception {
    Path zeroShot = folder.resolve("zero-shot of " + file.getFileName());
    copy(out.resolve("grid.json"), zeroShot.resolve("grid.json"));
    for (Path cell : cells()) {
      if (FinishedGrid.isZeroShot(cell)) {
        copy(cell, zeroShot.resolve("cells").resolve(cell.getFileName()));
      }
    }
    for (StoredNotebook.Cell cell : StoredNotebook.read(file).cells()) {
      boolean opens = cell.code().equals("open()");
      DisplayData shown = eval(opens ? "open(\"" + zeroShot + "\")" : cell.code());
      if (cell.shows("image/png")) {
        assertThat(text(shown)).as(cell.code()).endsWith(": no data to draw");
      }
    }
  }

  @Test
  void aChartWithoutDataSaysSo() throws Exception {
    assertThat(text(eval("new XYChartBuilder().title(\"norms\").build()")))
        .isEqualTo("norms: no data to draw");
    assertThat(text(eval("new CategoryChartBuilder().build()"))).isEqualTo("no data to draw");
  }

  private static String opening() {
    return "open(\"" + out + "\")";
  }

  private DisplayData eval(String code) throws Exception {
    return kernel.eval(code);
  }

  private static String text(DisplayData shown) {
    return shown.getData(MIMEType.TEXT_PLAIN).toString();
  }

  /** What Jupyter shows as the error of a cell. */
  private org.assertj.core.api.AbstractStringAssert<?> assertFails(String code) {
    try {
      kernel.eval(code);
    } catch (Exception e) {
      return assertThat(String.join("\n", kernel.formatError(e))).as(code);
    }
    throw new AssertionError("It does not fail: " + code);
  }
}
