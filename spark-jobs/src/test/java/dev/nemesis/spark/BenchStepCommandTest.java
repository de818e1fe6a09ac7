package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That everything is timed and printed; how long it takes is nobody's to assert. */
class BenchStepCommandTest {

  @Test
  void everyStepOfThePapersCostTablesIsALine() {
    CommandLineRun run =
        CommandLineRun.of(
            "bench",
            "step",
            "--classes",
            "EuroSAT,DTD",
            "--rounds",
            "1",
            "--steps",
            "1",
            "--bundle",
            "2",
            "--threads",
            "1");

    assertThat(run.code()).as(run.err()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(1 + 2 * 13);
    assertThat(lines.get(0)).startsWith("classes").endsWith("of our coop");
    assertThat(lines)
        .filteredOn(line -> line.startsWith("DTD[47]"))
        .extracting(BenchStepCommandTest::named)
        .containsExactly(
            "coop, ours",
            "coop, reference",
            "coop, reference, images encoded",
            "coop+pun, ours",
            "coop+pan n=1, ours",
            "coop+pan n=2, ours",
            "coop+pan n=4, ours",
            "coop+pan n=8, ours",
            "coop+pan n=16, ours",
            "coop+pan n=1, reference",
            "coop+pun+pan, ours",
            "plot, ours",
            "coop x2, ours");
    assertThat(lines)
        .filteredOn(line -> line.contains("coop ") && line.contains("ours"))
        .filteredOn(line -> !line.contains("x2"))
        .allMatch(line -> line.endsWith("1.00"));
  }

  @ParameterizedTest
  @CsvSource({"--classes,Food,Food101", "--rounds,0,--rounds 0", "--model,rn51,rn51"})
  void whatCannotBeMeasuredIsOneLine(String option, String value, String named) {
    CommandLineRun run = CommandLineRun.of("bench", "step", option, value);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).hasLineCount(1).startsWith("Cannot ").contains(named);
  }

  /** A line's step and algorithm. */
  private static String named(String line) {
    String[] columns = line.split(" {2,}", -1);
    return columns[1] + ", " + columns[2];
  }
}
