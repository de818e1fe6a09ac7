package dev.nemesis.spark.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.InputException;
import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CellFailure;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.FailureKind;
import dev.nemesis.grid.GridFile;
import dev.nemesis.spark.run.FakeExperiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellFilesTest {
  private static final Cell CELL =
      GridFile.parse("g", "{name: g, settings: {dataset: d, epochs: 1}}", List.of()).cells().get(0);

  @TempDir Path folder;

  @Test
  void theFirstCommitOfAnAttemptCountsAndLeavesNothingElse() throws IOException {
    OutFolder out = out();

    assertThat(CellFiles.commit(out, result("d-1.5", 0))).isTrue();
    byte[] first = Files.readAllBytes(folder.resolve("cells/d-1.5-a0.parquet"));
    assertThat(CellFiles.commit(out, result("d-1.5", 0))).isFalse();

    assertThat(folder.resolve("cells/d-1.5-a0.parquet")).hasBinaryContent(first);
    try (Stream<Path> files = Files.list(folder.resolve("cells"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aCellReadsBackAsItWasWrittenAndTheLatestAttemptCounts() throws IOException {
    OutFolder out = out();
    CellFiles.commit(out, result("d", 0));
    CellFiles.commit(out, result("d", 1));

    assertThat(CellFiles.read(out, "d")).isEqualTo(result("d", 1));
  }

  @Test
  void aCellThatIsNotDoneOrCutShortIsNamed() throws IOException {
    OutFolder out = out();
    CellFiles.commit(out, result("d", 0));
    byte[] whole = Files.readAllBytes(folder.resolve("cells/d-a0.parquet"));
    Files.write(folder.resolve("cells/e-a0.parquet"), Arrays.copyOf(whole, whole.length / 2));

    assertThatThrownBy(() -> CellFiles.read(out, "f"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("finished cell f");
    assertThatThrownBy(() -> CellFiles.read(out, "e"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("cells/e-a0.parquet");
  }

  @Test
  void ofManyWritersOfOneAttemptExactlyOneSucceeds() throws Exception {
    OutFolder out = out();
    CellResult result = result("d", 0);
    ExecutorService writers = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 10; round++) {
        CellResult contested = result("d" + round, 0);
        List<Callable<Boolean>> commits = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          commits.add(() -> CellFiles.commit(out, contested));
        }
        int successes = 0;
        for (Future<Boolean> commit : writers.invokeAll(commits)) {
          successes += commit.get() ? 1 : 0;
        }
        assertThat(successes).isEqualTo(1);
      }
    } finally {
      writers.shutdown();
    }
    assertThat(CellFiles.done(out)).hasSize(10).doesNotContainKey(result.cellId());
  }

  @Test
  void whatIsDoneIsToldFromNamesAlone() throws IOException {
    OutFolder out = out();
    CellFiles.commit(out, result("d-w0.1-abc", 0));
    CellFiles.commit(out, result("d-w0.1-abc", 12));
    CellFiles.commit(
        out, new CellFailure("d-w0.1-abc", 3, CELL, "train", FailureKind.BUG, "m", "s", "h", "t"));
    Files.writeString(folder.resolve("cells/.half-a0.parquet.tmp"), "half");
    Files.writeString(folder.resolve("cells/notes.txt"), "other");

    assertThat(CellFiles.done(out)).isEqualTo(Map.of("d-w0.1-abc", 12));
    assertThat(CellFiles.failed(out)).isEqualTo(Map.of("d-w0.1-abc", 3));
    assertThat(CellFiles.isDone(out, "d-w0.1-abc", 12)).isTrue();
    assertThat(CellFiles.isDone(out, "d-w0.1-abc", 1)).isFalse();
  }

  @Test
  void aFolderThatIsNotThereHasNothingDone() {
    OutFolder out = OutFolder.at(folder + "/none", new Configuration());

    assertThat(CellFiles.done(out)).isEmpty();
    assertThat(CellFiles.failed(out)).isEmpty();
  }

  private OutFolder out() {
    return OutFolder.at(folder.toString(), new Configuration());
  }

  private static CellResult result(String id, int attempt) {
    return FakeExperiment.result(new Attempt(id, attempt, CELL), 1);
  }
}
