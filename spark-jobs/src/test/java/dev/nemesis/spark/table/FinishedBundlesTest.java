package dev.nemesis.spark.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.GridFile;
import dev.nemesis.spark.run.FakeExperiment;
import dev.nemesis.spark.storage.OnEveryStorage;
import dev.nemesis.spark.storage.Storage;
import dev.nemesis.spark.storage.StorageFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class FinishedBundlesTest {
  private static final Cell CELL =
      GridFile.parse("g", "{name: g, settings: {dataset: d, epochs: 1}}", List.of()).cells().get(0);

  @TempDir Path local;
  private StorageFolder folder;

  @OnEveryStorage
  void allCellsOfABundleAreCommittedAndNothingIsLeft(Storage storage) throws IOException {
    folder = storage.folder(local);
    FinishedBundles.commit(out(), "b", cells("c0", "c1", "c2"));

    assertThat(CellFiles.done(out())).containsOnlyKeys("c0", "c1", "c2");
    assertThat(FinishedBundles.areLeft(out())).isFalse();
    assertThat(DamagedFiles.find(out())).isEmpty();
  }

  /** A task that is killed leaves what an error leaves. */
  @OnEveryStorage
  void cellsOfACommitThatEndedTooEarlyAreAllPutWhereTheyBelongByTheNext(Storage storage)
      throws IOException {
    folder = storage.folder(local);
    folder.write("cells", "in the way");
    assertThatThrownBy(() -> FinishedBundles.commit(out(), "b", cells("c0", "c1", "c2")))
        .isInstanceOf(IOException.class);
    out().delete("cells");
    assertThat(FinishedBundles.areLeft(out())).isTrue();
    CellFiles.commit(out(), cells("c1").get(0)); // the twin of a lost task was here
    byte[] first = folder.bytes("cells/c1-a0.parquet");

    assertThat(FinishedBundles.recover(out(), "other")).isZero();
    assertThat(FinishedBundles.recover(out(), "b")).isEqualTo(1);

    assertThat(CellFiles.done(out())).containsOnlyKeys("c0", "c1", "c2");
    assertThat(folder.bytes("cells/c1-a0.parquet")).isEqualTo(first);
    assertThat(DamagedFiles.find(out())).isEmpty();
    assertThat(FinishedBundles.areLeft(out())).isFalse();
  }

  private static List<CellFile> cells(String... ids) throws IOException {
    List<CellFile> cells = new ArrayList<>();
    for (String id : ids) {
      cells.add(CellFile.of(FakeExperiment.result(new Attempt(id, 0, CELL), ids.length)));
    }
    return cells;
  }

  private OutFolder out() {
    return folder.out();
  }
}
