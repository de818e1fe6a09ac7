package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.grid.CostResult;
import dev.nemesis.grid.Provenance;
import dev.nemesis.grid.StepCost;
import dev.nemesis.spark.run.FakeExperiment;
import dev.nemesis.spark.table.CostFiles;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What plan says of time, from timings by hand. */
class PlannedHoursTest {
  /** Two CoOp cells of 3,600 steps a dataset: 48 images are one step of an epoch. */
  private static final String GRID =
      """
      name: small
      axes: {dataset: [red, blue], method: [zeroshot, coop], seed: [1, 2]}
      settings: {shots: 16, epochs: 3600}
      """;

  @TempDir Path folder;

  @Test
  void hoursAreStepsTimesWhatAStepWasTimedToCost() throws IOException {
    commit(
        folder.resolve("timed"),
        cost("coop", 1, "ours", 0, 1),
        cost("coop", 2, "ours", 0, 0.75),
        cost("coop", 1, "reference", 0, 6),
        cost("coop", 1, "reference", 32, 10));

    CommandLineRun run = plan("--calibration", folder.resolve("timed").toString());

    assertThat(run.code()).as(run.err()).isZero();
    // 2 cells x 1 hour x 0.75 for the two together, on 2 cores with a thread each.
    assertThat(run.out().lines().toList())
        .containsSubsequence(
            "hours    training steps alone, 2 at once, by timings of RN50 on here, cpu(), 1 threads,"
                + " now",
            "hours    the paper's: the published code on its authors' GPU, one cell at a time, by tables"
                + " A8 and A9",
            "dataset   cells  hours  the reference's way  the paper's",
            // 7,200 steps of 0.05 seconds, as the paper has them at its fewest classes.
            "blue      2      0.750  10.0                 0.100",
            "red       2      0.750  10.0                 0.100",
            "in total  4      1.5    20.0                 0.200");
    CommandLineRun one = plan("--calibration", folder.resolve("timed").toString(), "--tasks", "1");
    assertThat(one.out()).contains("in total  4      3.0    40.0                 0.200");
  }

  @Test
  void timingsInTheOutputFolderCountWithoutAsking() throws IOException {
    commit(folder.resolve("out"), cost("coop", 1, "ours", 0, 1), cost("coop", 2, "ours", 0, 1));

    CommandLineRun run = plan("--set", "loss=[none,pan]");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("in total  8      2.0 for 4  not timed");
  }

  @Test
  void withoutTimingsItSaysHowToGetThem() {
    assertThat(plan().out().lines().toList())
        .contains(
            "hours    of this machine are unknown: time it with 'nemesis bench step --out DIR', then"
                + " give --calibration DIR",
            "dataset   cells  the paper's",
            "in total  4      0.200");
  }

  @Test
  void timingsThatAreNoneOrOfAnotherModelAreOneLine() throws IOException {
    Path timed = folder.resolve("timed");
    refused(timed, "Cannot find timings in " + timed + "; give a folder that 'nemesis bench step");

    Files.createDirectories(timed.resolve("costs"));
    Path letter = timed.resolve("costs/letter.parquet");
    Files.writeString(letter, "dear friend");
    refused(timed, "Cannot read costs/letter.parquet in " + timed + "; give a folder that");

    Files.delete(letter);
    commit("ViT-B/16", timed, cost("coop", 1, "ours", 0, 1));
    refused(timed, "Cannot find timings of RN50 in " + timed + "; time it with 'nemesis bench");
  }

  private void refused(Path timed, String message) {
    CommandLineRun run = plan("--calibration", timed.toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).hasLineCount(1).startsWith(message);
  }

  private CommandLineRun plan(String... options) {
    Path grid = folder.resolve("grid.yaml");
    try {
      Files.writeString(grid, GRID);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    List<String> args =
        new ArrayList<>(
            List.of("plan", grid.toString(), "--out", folder.resolve("out").toString()));
    args.addAll(Arrays.asList(options));
    return CommandLineRun.of(new FakeExperiment(), args.toArray(String[]::new));
  }

  private static void commit(Path to, StepCost... rows) throws IOException {
    commit("RN50", to, rows);
  }

  private static void commit(String model, Path to, StepCost... rows) throws IOException {
    Provenance from = FakeExperiment.provenance("then", "now");
    CostFiles.commit(
        OutFolder.at(to.toString(), new Configuration()),
        new CostResult("bench", model, 32, 1, 2, Arrays.asList(rows), from));
  }

  /** Of the three classes that every dataset here has. */
  private static StepCost cost(
      String method, int cells, String algorithm, int images, double seconds) {
    return new StepCost(
        "three", 3, method, 0, cells, algorithm, images, 3, seconds, seconds, seconds);
  }
}
