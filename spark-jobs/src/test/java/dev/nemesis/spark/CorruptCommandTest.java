package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.spark.run.FakeExperiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps over finished cells, on real Spark and real files, with quick fake numbers. */
class CorruptCommandTest {
  private static final String GRID =
      """
      name: small
      axes: {method: [zeroshot, coop], dataset: [red, blue], seed: [1, 2]}
      settings: {shots: 4, epochs: 2, ctx_len: 4}
      """;
  private static final int ROWS = 10 * 4; // of a cell: operations x positions

  @TempDir static Path finished;
  @TempDir Path folder;
  private Path out;

  @BeforeAll
  static void aGridIsDone() throws IOException {
    Path grid = Files.writeString(finished.resolve("grid.yaml"), GRID);
    assertThat(nemesis(finished.resolve("out"), "run", grid.toString()).code()).isZero();
  }

  @BeforeEach
  void eachTestHasItsCopy() throws IOException {
    out = folder.resolve("out");
    FileUtils.copyDirectory(finished.resolve("out").toFile(), out.toFile());
  }

  @Test
  void everyFinishedPromptIsSweptOnceAndTheEffectIsCounted() throws IOException {
    CommandLineRun first = nemesis("corrupt");
    List<Path> files = files();
    CommandLineRun again = nemesis("corrupt");

    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out()).contains("4 prompts corrupted, 0 were before, 0 failed");
    assertThat(again.out()).contains("0 prompts corrupted, 4 were before, 0 failed");
    assertThat(files()).hasSize(4).isEqualTo(files);
    // The fake's positions 0 and 2 classify better under each of the four shrinking factors.
    assertThat(first.out().lines())
        .filteredOn(line -> line.startsWith("red"))
        .singleElement()
        .satisfies(line -> assertThat(line.split(" +")).contains("CoOp", "8.0", "0.0", "2"));
    assertThat(csv("SELECT count(*), count(DISTINCT cell_id), min(norm_before) FROM corruptions"))
        .endsWith(4 * ROWS + ",4,2.0");
    assertThat(
            csv(
                "SELECT operation, factor, position, norm_after, accuracy_after - accuracy_before"
                    + " FROM corruptions WHERE factor = 0.5 AND position > 1 AND dataset = 'blue'"
                    + " AND seed = 1 ORDER BY ALL"))
        .endsWith(
            """
            replace,0.5,2,1.0,-1.0
            replace,0.5,3,1.0,-1.0
            rescale,0.5,2,1.0,1.0
            rescale,0.5,3,1.0,-1.0\
            """);
    assertThat(out.resolve("tables/v003/corruptions/_SUCCESS")).exists();
  }

  @Test
  void aCellTrainedAgainIsSweptAgainAndItsOldRowsNoLongerCount() throws IOException {
    nemesis("corrupt");
    String cell = csv("SELECT min(cell_id) FROM corruptions").lines().toList().get(1);
    nemesis("rerun", "--cell", cell);

    assertThat(csv("SELECT count(DISTINCT cell_id) FROM corruptions")).endsWith("\n3");

    CommandLineRun run = nemesis("corrupt", "--where", "dataset = 'blue'");

    assertThat(run.out()).contains("1 prompts corrupted, 1 were before");
    assertThat(csv("SELECT attempt, count(*) FROM corruptions GROUP BY ALL ORDER BY 1"))
        .endsWith("0,%d\n1,%d".formatted(3 * ROWS, ROWS));
  }

  @Test
  void theMeaningOfNoiseIsPartOfASweep() throws IOException {
    nemesis("corrupt", "--where", "dataset = 'red' AND seed = 1");

    CommandLineRun run =
        nemesis("corrupt", "--where", "dataset = 'red' AND seed = 1", "--noise", "std");

    assertThat(run.out()).contains("1 prompts corrupted, 0 were before");
    assertThat(csv("SELECT noise, count(*) FROM corruptions GROUP BY ALL ORDER BY 1"))
        .endsWith("std,%d\nvariance,%d".formatted(ROWS, ROWS));
  }

  @Test
  void whatCannotBeSweptIsOneLine() {
    CommandLineRun unknown = nemesis("corrupt", "--cell", "red-none");
    CommandLineRun meaning = nemesis("corrupt", "--noise", "loud");

    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).hasLineCount(1).startsWith("Cannot find cell red-none");
    assertThat(meaning.code()).isEqualTo(2);
    assertThat(meaning.err()).hasLineCount(1).contains("--noise");
  }

  private CommandLineRun nemesis(String command, String... args) {
    return nemesis(out, command, args);
  }

  private static CommandLineRun nemesis(Path out, String command, String... args) {
    List<String> all = new ArrayList<>(List.of(command, "--out", out.toString()));
    all.addAll(List.of("--master", "local[2]"));
    all.addAll(List.of(args));
    return CommandLineRun.of(new FakeExperiment(), all.toArray(String[]::new));
  }

  private String csv(String query) {
    return nemesis("sql", "--format", "csv", query).out().strip();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(out.resolve("corruptions"))) {
      return files.sorted().toList();
    }
  }
}
