package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.grid.CostResult;
import dev.nemesis.grid.StepCost;
import dev.nemesis.spark.table.CostFiles;
import dev.nemesis.spark.table.OutFolder;
import dev.nemesis.testing.Shared;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That everything is timed, printed and written; how long it takes is nobody's to assert. */
class BenchStepCommandTest {
  /** Half the last digit of seconds as they are printed. */
  private static final double HALF_DIGIT = 0.00005;

  private static final String QUICK = "--rounds 1 --steps 1 --bundle 2 --threads 1 ";

  @TempDir Path folder;

  @Test
  void everyStepOfThePapersCostTablesIsALineEachReferenceBesideOurs() {
    CommandLineRun run = bench(QUICK + "--classes EuroSAT,DTD");

    assertThat(run.code()).as(run.err()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines.get(0)).startsWith("classes").endsWith("most");
    assertThat(lines.subList(0, lines.indexOf("")))
        .hasSize(1 + 2 * 13)
        .filteredOn(line -> line.startsWith("DTD[47]"))
        .extracting(line -> column(line, 1) + ", " + column(line, 2))
        .containsExactly(
            "coop, ours",
            "coop, reference",
            "coop, reference, images encoded",
            "coop+pun, ours",
            "coop+pan n=1, ours",
            "coop+pan n=1, reference",
            "coop+pan n=2, ours",
            "coop+pan n=4, ours",
            "coop+pan n=8, ours",
            "coop+pan n=16, ours",
            "coop+pun+pan, ours",
            "plot, ours",
            "coop x2, ours");
  }

  @Test
  void theRatiosOfTheTargetTableAreSaid() {
    CommandLineRun run =
        bench(QUICK + "--step pan4,pun,plot --reference pan4,plot --images --reference-rounds 1");

    assertThat(run.code()).as(run.err()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines.subList(lines.indexOf("") + 2, lines.size()))
        .filteredOn(line -> line.startsWith("EuroSAT[10]"))
        .extracting(line -> column(line, 1))
        .containsExactly(
            "coop+pun / coop, ours",
            "coop+pan n=4 / coop, ours",
            "reference / ours, coop+pan n=4, text side",
            "reference / ours, coop+pan n=4, images included",
            "plot / coop, ours",
            "reference / ours, plot, text side",
            "reference / ours, plot, images included",
            "a cell of 2 together / one alone");
    double coop = seconds(lines, "coop ");
    String pun =
        lines.stream().filter(line -> line.contains("coop+pun / coop")).findFirst().orElseThrow();
    double seconds = seconds(lines, "coop+pun ");
    assertThat(Double.parseDouble(column(pun, 2)))
        .as("of numbers that were rounded when printed")
        .isBetween(
            (seconds - HALF_DIGIT) / (coop + HALF_DIGIT) - 0.005,
            (seconds + HALF_DIGIT) / (coop - HALF_DIGIT) + 0.005);
    if (System.getProperty("os.name").equals("Linux")) {
      assertThat(lines).anyMatch(line -> line.matches("peak resident memory \\d+\\.\\d\\d GB"));
    }
  }

  @Test
  void whatIsPrintedIsWrittenToTheCostsTableWithWhereItWasMeasured() {
    CommandLineRun run = bench(QUICK + "--step pan1 --images --out " + folder.resolve("out"));

    assertThat(run.code()).as(run.err()).isZero();
    OutFolder out = OutFolder.at(folder.resolve("out").toString(), new Configuration());
    CostResult written = CostFiles.read(out).get(0);
    List<String> lines = run.out().lines().toList();
    assertThat(written.rows())
        .extracting(BenchStepCommandTest::printed)
        .isEqualTo(
            lines.subList(1, lines.indexOf("")).stream()
                .map(line -> String.join("|", line.split(" {2,}", -1)))
                .toList())
        .hasSize(7);
    assertThat(written.rows())
        .extracting(StepCost::imagesEncoded)
        .containsExactly(0, 0, 32, 0, 0, 64, 0);
    assertThat(written.rows()).extracting(StepCost::positions).containsExactly(0, 0, 0, 1, 1, 1, 0);
    assertThat(written.threads()).isEqualTo(1);
    assertThat(written.provenance().device()).isEqualTo("cpu()");
    assertThat(written.provenance().finishedAt()).isGreaterThan(written.provenance().startedAt());

    CommandLineRun sql =
        sql(
            "--format",
            "csv",
            "SELECT DISTINCT model, dataset, classes, batch, rounds, seconds > 0 AS timed FROM costs");
    assertThat(sql.code()).as(sql.err()).isZero();
    assertThat(sql.out().lines().toList().get(1))
        .isEqualTo("\"" + written.model() + "\",EuroSAT,10,32,1,true");
    CommandLineRun table =
        sql("--file", Shared.projectRoot().resolve("conf/sql/bench_a9.sql").toString());
    assertThat(table.code()).as(table.err()).isZero();
    assertThat(table.out().lines().toList()).hasSize(1 + 2).last().asString().endsWith("1.2");
  }

  @Test
  void aQueryIsGivenOnceAndItsFileIsThere() {
    assertThat(bench(QUICK + "--step coop --no-reference --out " + folder.resolve("out")).code())
        .isZero();

    assertThat(sql().err()).hasLineCount(1).startsWith("Cannot tell what to ask; give QUERY");
    assertThat(sql("SELECT 1", "--file", "none.sql").code()).isEqualTo(2);
    assertThat(sql("--file", "none.sql").err())
        .hasLineCount(1)
        .startsWith("Cannot read query file none.sql");
  }

  private CommandLineRun sql(String... options) {
    List<String> args = new ArrayList<>(List.of("sql", "--out", folder.resolve("out").toString()));
    args.addAll(List.of(options));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "--classes,Food,Food101",
    "--rounds,0,--rounds 0",
    "--model,rn51,rn51",
    "--step,pan3,pan16",
    "--reference-rounds,0,--reference-rounds 0",
    "--bundle,0,--bundle 0"
  })
  void whatCannotBeMeasuredIsOneLine(String option, String value, String named) {
    CommandLineRun run = CommandLineRun.of("bench", "step", option, value);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).hasLineCount(1).startsWith("Cannot ").contains(named);
  }

  private static CommandLineRun bench(String options) {
    return CommandLineRun.of(("bench step " + options).split(" "));
  }

  private static double seconds(List<String> lines, String step) {
    String line =
        lines.stream()
            .filter(l -> l.startsWith("EuroSAT[10]  " + step) && l.contains("ours"))
            .findFirst()
            .orElseThrow();
    return Double.parseDouble(column(line, 3));
  }

  private static String column(String line, int index) {
    return line.split(" {2,}", -1)[index];
  }

  /** A row as the command prints it. */
  private static String printed(StepCost cost) {
    return String.format(
        Locale.ROOT,
        "%s[%d]|%s%s%s|%s%s|%.4f|%.4f|%.4f",
        cost.dataset(),
        cost.classes(),
        cost.method(),
        cost.method().equals("coop+pan") ? " n=" + cost.positions() : "",
        cost.cells() > 1 ? " x" + cost.cells() : "",
        cost.algorithm(),
        cost.imagesEncoded() > 0 ? ", images encoded" : "",
        cost.seconds(),
        cost.leastSeconds(),
        cost.mostSeconds());
  }
}
