package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The benches of grids and of feature extraction; no time is asserted. */
class BenchCommandsTest {

  @Test
  void cellsAnHourAreSaidByTheSizeOfTheBundleBesideOneAlone() {
    CommandLineRun run =
        bench("grid --bundles 2,3 --tasks 2 --rounds 1 --epochs 1 --shots 4 --test-images 5");

    assertThat(run.code()).as(run.err()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines.get(0))
        .startsWith("a cell: coop, ")
        .endsWith("EuroSAT[10], 4 shots, 1 epochs, 1 steps, 5 test images an epoch; tasks: 2");
    assertThat(lines.subList(2, lines.size()))
        .extracting(line -> line.split(" ", 2)[0])
        .containsExactly("1", "2", "3");
    assertThat(lines.get(2)).endsWith("1.00");
    assertThat(run.err()).hasLineCount(3);
  }

  @Test
  void extractionIsSaidBesideTheEncoderAlone() {
    CommandLineRun run = bench("features --images 6 --rounds 2 --views --threads 1");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines().toList())
        .hasSize(3)
        .allMatch(line -> line.matches("(extraction|encoder alone|ratio) +\\d+\\.\\d+.*"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grid --bundles 0",
        "grid --tasks 0",
        "grid --step pam",
        "grid --classes Food",
        "grid --epochs 0",
        "features --images 0",
        "features --model rn51",
        "grid --device tpu",
        "features --device gpu:77",
        "step --device gpu:7777"
      })
  void whatCannotBeMeasuredIsOneLine(String options) {
    CommandLineRun run = bench(options);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).hasLineCount(1).startsWith("Cannot ");
    assertThat(run.err()).contains(options.substring(options.lastIndexOf(' ') + 1));
  }

  private static CommandLineRun bench(String options) {
    return CommandLineRun.of(("bench " + options).split(" "));
  }
}
