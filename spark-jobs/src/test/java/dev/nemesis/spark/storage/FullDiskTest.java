package dev.nemesis.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.spark.CommandLineRun;
import dev.nemesis.spark.process.Ended;
import dev.nemesis.spark.process.NemesisProcess;
import dev.nemesis.spark.run.FakeExperiment;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.DamagedFiles;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An output folder on a disk that gets full: a disk of its own, of memory. */
class FullDiskTest {
  private static final String GRID =
      """
      name: small
      axes: {seed: %s, loss: [none, pan]}
      settings: {dataset: red, epochs: 5}
      """
          .formatted(Stream.iterate(101, seed -> seed + 1).limit(20).toList());
  private static final int CELLS = 20 * 2;

  @TempDir Path folder;
  private Tmpfs disk;
  private Path out;

  @BeforeEach
  void aDisk() throws IOException {
    disk = Tmpfs.mount(Files.createDirectory(folder.resolve("disk")), "500k");
    out = disk.folder().resolve("out");
  }

  @AfterEach
  void noDisk() {
    if (disk != null) {
      disk.close();
    }
  }

  @Test
  void aDiskThatIsFullAfterSomeCellsKeepsThemAndTheSameCommandGoesOn() throws Exception {
    Ended full = process();
    assertThat(full.code()).as(full.err()).isEqualTo(2);
    assertThat(full.err().lines().filter(line -> !line.startsWith("cells: ")))
        .as(full.err())
        .singleElement()
        .asString()
        .startsWith("Cannot write to output folder " + out)
        .contains("No space left on device", "make room and run the same command");
    int kept = CellFiles.done(at(out)).size();
    assertThat(kept).isBetween(2, CELLS - 1);
    assertNothingHalf();

    disk.resize("20m");
    CommandLineRun whole =
        CommandLineRun.of(new FakeExperiment(), run("--master", "local[1]").toArray(String[]::new));
    assertThat(whole.code()).as(whole.err()).isZero();
    assertThat(whole.out()).contains(" cells trained, 0 failed");
    int trained = Integer.parseInt(whole.out().substring(0, whole.out().indexOf(' ')));
    assertThat(CELLS - kept - trained).as("cells of a half committed bundle").isBetween(0, 2);
    assertThat(at(out).names("cells"))
        .hasSize(CELLS)
        .allSatisfy(name -> assertThat(name).endsWith("-a0.parquet"));
    assertNothingHalf();
    assertThat(at(out).exists("tables/CURRENT")).isTrue();
  }

  /** Room for the lease and no more, and for all but the features. */
  @ParameterizedTest
  @ValueSource(strings = {"8k", "60k"})
  void aDiskThatIsFullFromTheStartIsSaidInALine(String room) throws IOException {
    disk.resize("1m");
    fill(room);

    CommandLineRun run = real();

    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err().substring(run.err().indexOf("Cannot")))
        .hasLineCount(1)
        .startsWith("Cannot write")
        .contains(out.toString(), "No space left on device", "make room");
    assertNothingHalf();
    Files.delete(disk.folder().resolve("filler"));
    disk.resize("20m");
    CommandLineRun whole = real();
    assertThat(whole.code()).as(whole.err()).isZero();
    assertThat(whole.out()).contains("1 cells trained, 0 failed");
  }

  @Test
  void aFolderThatCannotBeMadeIsSaidInALine() throws IOException {
    out = Path.of("/proc/nemesis");
    CommandLineRun run = real();

    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).hasLineCount(1).startsWith("Cannot write to output folder " + out);
  }

  private void fill(String room) throws IOException {
    long free = Files.getFileStore(disk.folder()).getUsableSpace();
    long left = Long.parseLong(room.replace("k", "")) * 1024;
    Files.write(disk.folder().resolve("filler"), new byte[(int) (free - left)]);
  }

  /** Every file is whole, and none is hidden. */
  private void assertNothingHalf() throws IOException {
    if (Files.exists(out)) {
      try (Stream<Path> files = Files.walk(out)) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .noneMatch(name -> name.startsWith(".") && !name.endsWith(".crc"));
      }
    }
    assertThat(DamagedFiles.find(at(out))).isEmpty();
    assertThat(at(out).names("failures")).isEmpty();
  }

  private static OutFolder at(Path folder) {
    return OutFolder.at(folder.toString(), new Configuration());
  }

  private List<String> run(String... options) throws IOException {
    Path grid = Files.writeString(folder.resolve("grid.yaml"), GRID);
    List<String> run = List.of("run", grid.toString(), "--bundle", "2", "--out", out.toString());
    return Stream.concat(run.stream(), Stream.of(options)).toList();
  }

  private Ended process() throws Exception {
    try (NemesisProcess nemesis =
        NemesisProcess.of(FakeNemesis.class.getName())
            .option("--master", "local[1]")
            .start(folder, run().toArray(String[]::new))) {
      return nemesis.exit();
    }
  }

  /** One cell without training, but with features. */
  private CommandLineRun real() throws IOException {
    String grid =
        """
        name: tiny
        weights: mini
        vocab: mini
        axes: {method: [zeroshot]}
        settings: {dataset: mini-tiles}
        """;
    Path file = Files.writeString(folder.resolve("real.yaml"), grid);
    List<String> args = List.of("run", file.toString(), "--out", out.toString());
    return CommandLineRun.of(
        Stream.concat(args.stream(), Stream.of("--master", "local[1]")).toArray(String[]::new));
  }
}
