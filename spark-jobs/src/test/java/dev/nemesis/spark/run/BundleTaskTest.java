package dev.nemesis.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Bundle;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.FailureKind;
import dev.nemesis.grid.GridFile;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTaskTest {
  @TempDir Path folder;

  @Test
  void aBundleTriedAgainStartsFromWhatIsOnDisk() throws Exception {
    Bundle bundle = bundle(3);
    CellFiles.commit(out(), FakeExperiment.result(bundle.attempts().get(1), 3));
    List<Bundle> seen = new ArrayList<>();

    task((open, sink) -> seen.add(open)).call(List.of(bundle).iterator());

    assertThat(seen.get(0).attempts())
        .containsExactly(bundle.attempts().get(0), bundle.attempts().get(2));
  }

  @Test
  void cellsHandedOverBeforeTheBundleFailedAreKept() throws Exception {
    Bundle bundle = bundle(3);
    BundleTrainer trainer =
        (open, sink) -> {
          sink.done(FakeExperiment.result(open.attempts().get(0), 3));
          throw new OutOfMemoryError("heap");
        };

    task(trainer).call(List.of(bundle).iterator());

    assertThat(CellFiles.done(out())).containsOnlyKeys("c0");
    assertThat(CellFiles.failed(out())).containsOnlyKeys("c1", "c2");
  }

  @Test
  void storageThatIsAwayIsThrownForSparkToTryAgainAndWrittenDownTheLastTime() throws Exception {
    BundleTrainer trainer =
        (open, sink) -> {
          throw new ConnectException("the namenode is away");
        };

    assertThatThrownBy(
            () ->
                new BundleTask(trainer, out(), new LongAccumulator(), 2)
                    .call(List.of(bundle(2)).iterator()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the namenode is away");
    assertThat(CellFiles.failed(out())).isEmpty();

    task(trainer).call(List.of(bundle(2)).iterator());
    assertThat(CellFiles.failed(out())).containsOnlyKeys("c0", "c1");
    assertThat(CellFiles.failure(out(), "c1", 0).kind()).isEqualTo(FailureKind.INFRASTRUCTURE);
  }

  @Test
  void aFailureOfTheCellsOwnIsNotTriedAgain() throws Exception {
    BundleTrainer trainer =
        (open, sink) -> {
          sink.failed(open.attempts().get(0), "train", new DivergedException("in epoch 1, step 2"));
          throw new IllegalStateException("a bug");
        };

    new BundleTask(trainer, out(), new LongAccumulator(), 4).call(List.of(bundle(2)).iterator());

    assertThat(CellFiles.failure(out(), "c0", 0).kind()).isEqualTo(FailureKind.DIVERGED);
    assertThat(CellFiles.failure(out(), "c1", 0).kind()).isEqualTo(FailureKind.BUG);
  }

  @Test
  void epochsAreCounted() throws Exception {
    LongAccumulator epochs = new LongAccumulator();

    new BundleTask(
            (open, sink) -> {
              sink.epoch();
              sink.epoch();
            },
            out(),
            epochs,
            1)
        .call(List.of(bundle(1)).iterator());

    assertThat(epochs.value()).isEqualTo(2);
  }

  @Test
  void aCellTheTrainingForgotHasFailed() throws Exception {
    task((open, sink) -> {}).call(List.of(bundle(1)).iterator());

    assertThat(CellFiles.failed(out())).containsOnlyKeys("c0");
  }

  @Test
  void aTaskThatSparkKillsHasNotFailed() {
    BundleTrainer trainer =
        (open, sink) -> {
          throw new InterruptedException();
        };

    assertThatThrownBy(() -> task(trainer).call(List.of(bundle(1)).iterator()))
        .isInstanceOf(InterruptedException.class);
    assertThat(CellFiles.failed(out())).isEmpty();
  }

  private BundleTask task(BundleTrainer trainer) {
    return new BundleTask(trainer, out(), new LongAccumulator(), 1);
  }

  private OutFolder out() {
    return OutFolder.at(folder.toString(), new Configuration());
  }

  private static Bundle bundle(int size) {
    Cell cell =
        GridFile.parse("g", "{name: g, settings: {dataset: d, epochs: 1}}", List.of())
            .cells()
            .get(0);
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      attempts.add(new Attempt("c" + i, 0, cell));
    }
    return new Bundle("b", attempts);
  }
}
