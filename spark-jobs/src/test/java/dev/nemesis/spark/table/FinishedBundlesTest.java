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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;

class FinishedBundlesTest {
  private static final Cell CELL =
      GridFile.parse("g", "{name: g, settings: {dataset: d, epochs: 1}}", List.of()).cells().get(0);

  private static final String LEFT = "finished/b.00000000-0000-0000-0000-000000000000.zip";

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

    assertThat(FinishedBundles.recover(out(), "other").whole()).isZero();
    assertThat(FinishedBundles.recover(out(), "b").whole()).isEqualTo(1);

    assertThat(CellFiles.done(out())).containsOnlyKeys("c0", "c1", "c2");
    assertThat(folder.bytes("cells/c1-a0.parquet")).isEqualTo(first);
    assertThat(DamagedFiles.find(out())).isEmpty();
    assertThat(FinishedBundles.areLeft(out())).isFalse();
  }

  @OnEveryStorage
  void whatIsInAFileUnderAnotherNameThanACellsIsNotWritten(Storage storage) throws IOException {
    folder = storage.folder(local);
    CellFile cell = cells("c0").get(0);
    for (String name : List.of("../../stolen-a0.parquet", "/stolen-a0.parquet", "notes.txt")) {
      out().replace(LEFT, zip(Map.of(name, cell.content())));

      FinishedBundles.Recovered recovered = FinishedBundles.recover(out());

      assertThat(recovered.whole()).isZero();
      assertThat(recovered.damaged())
          .singleElement()
          .hasToString(LEFT + " is damaged: what it calls " + name + " is no cell");
      assertThat(out().exists(LEFT)).isFalse();
    }
    assertThat(out().names("cells")).isEmpty();
    assertThat(out().names("damaged/finished")).hasSize(3);
  }

  @OnEveryStorage
  void aFileCutShortAnywhereGivesTheCellsThatAreWholeAndIsMovedAside(Storage storage)
      throws IOException {
    folder = storage.folder(local);
    byte[] zip = zip(contents("c0", "c1"));
    int second = new String(zip, StandardCharsets.ISO_8859_1).indexOf("PK\3\4", 4);
    for (int length : List.of(0, 10, second - 1, second, second + 40, zip.length - 1)) {
      out().delete("cells");
      out().replace(LEFT, Arrays.copyOf(zip, length));

      FinishedBundles.Recovered recovered = FinishedBundles.recover(out());

      assertThat(recovered.whole()).as("cut at %d", length).isZero();
      assertThat(recovered.damaged()).hasSize(1);
      assertThat(CellFiles.done(out()).keySet())
          .as("cut at %d", length)
          .isEqualTo(
              length < second
                  ? Set.of()
                  : length < zip.length - 1 ? Set.of("c0") : Set.of("c0", "c1"));
      assertThat(DamagedFiles.find(out())).isEmpty();
      assertThat(FinishedBundles.areLeft(out())).isFalse();
    }
  }

  @OnEveryStorage
  void filesOfOthersBesideThemStay(Storage storage) throws IOException {
    folder = storage.folder(local);
    out().replace("finished/README.md", "mine");
    out().replace("finished/mine.zip", "mine too");

    assertThat(FinishedBundles.areLeft(out())).isFalse();
    assertThat(FinishedBundles.recover(out()).damaged()).isEmpty();
    assertThat(out().names("finished")).containsExactly("README.md", "mine.zip");
  }

  @OnEveryStorage
  void aBundleWhoseNameBeginsAsAnothersIsNotTakenForIt(Storage storage) throws IOException {
    folder = storage.folder(local);
    out().replace(LEFT.replace("/b.", "/b.c."), zip(contents("c0")));

    assertThat(FinishedBundles.recover(out(), "b").whole()).isZero();
    assertThat(FinishedBundles.recover(out(), "b.c").whole()).isEqualTo(1);
  }

  private static Map<String, byte[]> contents(String... ids) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    for (CellFile cell : cells(ids)) {
      contents.put(cell.path().substring("cells/".length()), cell.content());
    }
    return contents;
  }

  private static byte[] zip(Map<String, byte[]> contents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> content : contents.entrySet()) {
        zip.putNextEntry(new ZipEntry(content.getKey()));
        zip.write(content.getValue());
      }
    }
    return bytes.toByteArray();
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
