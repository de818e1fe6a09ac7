package dev.nemesis.spark.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.grid.CellFailure;
import dev.nemesis.grid.FailureKind;
import dev.nemesis.grid.GridFile;
import dev.nemesis.spark.run.GridProgress.Part;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Progress by dataset and shots, told from names of files. */
class GridProgressTest {
  private static final GridFile GRID =
      GridFile.parse(
          "grid.yaml",
          "{name: g, weights: mini, vocab: mini, settings: {dataset: mini-tiles}}",
          List.of());

  @TempDir Path folder;
  private OutFolder out;

  @BeforeEach
  void plan() {
    out = OutFolder.at(folder.toString(), new Configuration());
    GridVersions.record(
        out,
        GRID,
        List.of(
            "mini-tiles-zeroshot-00",
            "mini-tiles-1shot-coop-none-s1-01",
            "mini-tiles-1shot-coop-none-s2-02",
            "mini-tiles-16shot-coop-none-s1-03",
            "mini-tiles-base-16shot-cocoop-none-s1-04",
            "dtd-2shot-coop-none-s1-05"));
  }

  @Test
  void cellsAreCountedByDatasetAndShots() throws IOException {
    finish("mini-tiles-1shot-coop-none-s1-01", 0);
    finish("mini-tiles-base-16shot-cocoop-none-s1-04", 0);
    finish("another-grids-1shot-cell", 0);
    fail("mini-tiles-1shot-coop-none-s2-02", 0);
    fail("mini-tiles-1shot-coop-none-s1-01", 0); // done since

    GridProgress progress = GridProgress.read(out);

    assertThat(progress.grid()).isEqualTo("g");
    assertThat(progress.parts())
        .containsExactly(
            new Part("dtd", 2, 1, 0, 0, 0),
            new Part("mini-tiles", 0, 1, 0, 0, 0),
            new Part("mini-tiles", 1, 2, 1, 1, 0),
            new Part("mini-tiles", 16, 2, 1, 0, 0));
    assertThat(progress.total()).isEqualTo(new Part("", 0, 6, 2, 1, 0));
    assertThat(progress.driver()).isNull();
    assertThat(progress.secondsLeft()).isNull();
  }

  @Test
  void whatRunsAndHowLongItWillTakeComesFromTheDriverAtWork() {
    new ProgressFile(
            "now",
            "cells: ...",
            90L,
            List.of(
                new ProgressFile.RunningBundle(
                    "mini-tiles-1shot-coop-2cells-4bd6", 2, "here", "driver", 3, 50, "then")))
        .write(out);
    assertThat(GridProgress.read(out).total().running()).as("nobody is at work").isZero();

    try (Lease lease = Lease.take(out)) {
      GridProgress progress = GridProgress.read(out);

      assertThat(progress.parts()).contains(new Part("mini-tiles", 1, 2, 0, 0, 2));
      assertThat(progress.total().running()).isEqualTo(2);
      assertThat(progress.secondsLeft()).isEqualTo(90);
      assertThat(progress.driver()).startsWith("process ");
      lease.check();
    }
  }

  @Test
  void aVersionStandsForWhatIsFinishedAndFailed() throws IOException {
    String before = GridProgress.read(out).version();
    finish("mini-tiles-1shot-coop-none-s1-01", 0);
    String finished = GridProgress.read(out).version();
    fail("mini-tiles-1shot-coop-none-s2-02", 0);
    String failed = GridProgress.read(out).version();
    finish("mini-tiles-1shot-coop-none-s1-01", 1);
    String again = GridProgress.read(out).version();

    assertThat(List.of(before, finished, failed, again)).doesNotHaveDuplicates();
    assertThat(GridProgress.read(out).version()).isEqualTo(again);
  }

  @Test
  void anOlderRunsProgressHasNoTimeLeft() throws IOException {
    Files.writeString(
        folder.resolve("progress.json"), "{\"at\": \"now\", \"line\": \"cells\", \"bundles\": []}");

    assertThat(ProgressFile.read(out))
        .hasValueSatisfying(progress -> assertThat(progress.secondsLeft()).isNull());
  }

  /** The name is all that counts. */
  private void finish(String id, int attempt) throws IOException {
    out.commit("cells/" + id + "-a" + attempt + ".parquet", new byte[] {1});
  }

  private void fail(String id, int attempt) throws IOException {
    CellFiles.commit(
        out,
        new CellFailure(
            id, attempt, GRID.cells().get(0), "train", FailureKind.BUG, "m", "s", "h", "at"));
  }
}
