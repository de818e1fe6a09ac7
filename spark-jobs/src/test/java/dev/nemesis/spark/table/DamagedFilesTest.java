package dev.nemesis.spark.table;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedFilesTest {
  private static final Cell CELL =
      GridFile.parse("g", "{name: g, settings: {dataset: d, epochs: 1}}", List.of()).cells().get(0);

  @TempDir Path folder;
  private Path file;
  private byte[] whole;

  @BeforeEach
  void oneGoodCell() throws IOException {
    CellFiles.commit(out(), FakeExperiment.result(new Attempt("good", 0, CELL), 1));
    whole = Files.readAllBytes(folder.resolve("cells/good-a0.parquet"));
    file = folder.resolve("cells/bad-a0.parquet");
  }

  @Test
  void cellFilesCutAtEveryTenthByteAreAllFoundAndTheWholeOneIsNot() throws IOException {
    Set<String> cut = new TreeSet<>();
    for (int length = 0; length < whole.length; length += 10) {
      cut.add("cut-at-" + length);
      Files.write(folder.resolve("cells/cut-at-" + length + "-a0.parquet"), head(length));
    }

    List<DamagedFiles.Damaged> damaged = DamagedFiles.find(out());

    assertThat(damaged).extracting(bad -> bad.cellId().orElseThrow()).hasSameElementsAs(cut);
    assertThat(damaged).allSatisfy(bad -> assertThat(bad.reason()).isNotBlank());
  }

  @Test
  void aFileWithOneByteChangedAnywhereIsFound() throws IOException {
    Random random = new Random(1);
    int files = 100;
    for (int i = 0; i < files; i++) {
      byte[] changed = whole.clone();
      changed[random.nextInt(whole.length)] ^= (byte) (1 + random.nextInt(255));
      Files.write(folder.resolve("cells/changed-" + i + "-a0.parquet"), changed);
    }

    assertThat(DamagedFiles.find(out())).hasSize(files);
  }

  @Test
  void aFileOfAProgramThatWroteNoChecksumIsReadInsteadAndFoundIfItCannotBe() throws IOException {
    byte[] unsealed = withoutSeal();
    Files.write(file, unsealed);
    assertThat(DamagedFiles.find(out())).isEmpty();

    Files.write(file, Arrays.copyOf(unsealed, unsealed.length - 10));
    assertThat(DamagedFiles.find(out())).hasSize(1);
  }

  @Test
  void aFileWhoseMarkIsChangedIsDamagedWhateverElseIs() throws IOException {
    for (int i = 0; i < 4; i++) {
      byte[] changed = whole.clone();
      changed[Seal.OFFSET + i] ^= 1; // it can no longer be told whether the checksum is right
      changed[Seal.OFFSET + Seal.LENGTH + 200] ^= 1;
      Files.write(folder.resolve("cells/changed-" + i + "-a0.parquet"), changed);
      changed[Seal.OFFSET + Seal.LENGTH + 200] ^= 1;
      Files.write(folder.resolve("cells/marked-" + i + "-a0.parquet"), changed);
    }

    assertThat(DamagedFiles.find(out())).hasSize(8);
  }

  @Test
  void filesThatOnlyLieThereAreNobodysBusiness() throws IOException {
    Files.writeString(folder.resolve("cells/notes.txt"), "mine");
    Files.writeString(folder.resolve("cells/other.parquet"), "not one of ours");
    Files.createDirectories(folder.resolve("cells/folder"));

    assertThat(DamagedFiles.find(out())).isEmpty();
    assertThat(CellFiles.done(out())).containsOnlyKeys("good");
  }

  @Test
  void whatIsDamagedIsMovedAsideAndCountsAsTriedButNotAsDone() throws IOException {
    CellFiles.commit(
        out(), new CellFailure("f", 2, CELL, "train", FailureKind.BUG, "m", "s", "h", "t"));
    Files.write(folder.resolve("failures/f.2.parquet"), new byte[0]);
    Files.write(file, new byte[0]);

    DamagedFiles.moveAside(out(), DamagedFiles.find(out()));
    Files.write(file, new byte[] {1});
    DamagedFiles.moveAside(out(), DamagedFiles.find(out()));

    assertThat(DamagedFiles.find(out())).isEmpty();
    assertThat(folder.resolve("damaged/cells/bad-a0.parquet")).isEmptyFile();
    assertThat(folder.resolve("damaged/cells/bad-a0.parquet.2")).hasBinaryContent(new byte[] {1});
    assertThat(folder.resolve("damaged/failures/f.2.parquet")).exists();
    assertThat(CellFiles.done(out())).isEqualTo(Map.of("good", 0));
    assertThat(CellFiles.tried(out())).isEqualTo(Map.of("good", 0, "bad", 0));
  }

  @Test
  void aSealedFileIsAPlainParquetFileThatReadsBack() throws IOException {
    assertThat(Seal.isOn(whole)).isTrue();
    assertThat(RecordFromParquet.read(CellResult.class, whole))
        .isEqualTo(RecordFromParquet.read(CellResult.class, withoutSeal()));
  }

  private byte[] head(int length) {
    return Arrays.copyOf(whole, length);
  }

  /** The same row as Parquet's own writer writes it, with no place for a checksum. */
  private byte[] withoutSeal() throws IOException {
    org.apache.hadoop.fs.Path sealed =
        new org.apache.hadoop.fs.Path(folder.resolve("cells/good-a0.parquet").toUri());
    Path unsealed = folder.resolve("unsealed-" + UUID.randomUUID());
    try (ParquetReader<Group> reader =
            ParquetReader.builder(new GroupReadSupport(), sealed).build();
        ParquetWriter<Group> writer =
            ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(unsealed.toUri()))
                .withType(RecordSchema.parquet(CellResult.class))
                .build()) {
      writer.write(reader.read());
    }
    return Files.readAllBytes(unsealed);
  }

  private OutFolder out() {
    return OutFolder.at(folder.toString(), new Configuration());
  }
}
