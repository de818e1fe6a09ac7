package dev.nemesis.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is forced to the disk, and when: before a name is seen, and before a write has ended. */
class LocalWritingTest {
  private static final byte[] CONTENT = {1, 2, 3};

  @TempDir Path temporary;
  private Path folder;
  private Path target;

  /** What was forced, in order, and whether the target had its name by then. */
  private final List<String> forced = new ArrayList<>();

  private LocalWriting writing;

  @BeforeEach
  void setUp() {
    folder = temporary.resolve("a/out");
    target = folder.resolve("cells/c.parquet");
    writing = new LocalWriting(new org.apache.hadoop.fs.Path(folder.toUri()), this::record);
  }

  private void record(Path path) throws IOException {
    String what =
        Files.isDirectory(path)
            ? temporary.relativize(path).toString()
            : "%d bytes".formatted(Files.size(path));
    forced.add(what + (Files.exists(target) ? ", named" : ""));
    LocalWriting.toDisk(path);
  }

  @Test
  void contentIsForcedBeforeItHasItsNameAndTheNameBeforeTheCommitEnds() throws IOException {
    writing.makeFolder();
    writing.commit(hadoop(), CONTENT);

    assertThat(forced).containsExactly("", "a", "a/out", "3 bytes", "a/out/cells, named");
  }

  @Test
  void theContentOfAReplacedFileIsForcedBeforeTheOldOneIsGone() throws IOException {
    writing.makeFolder();
    writing.commit(hadoop(), CONTENT);
    forced.clear();

    writing.replace(hadoop(), new byte[5]);

    assertThat(forced).containsExactly("5 bytes, named", "a/out/cells, named");
    assertThat(Files.size(target)).isEqualTo(5);
  }

  @Test
  void whatIsForcedOfAFileThatIsThereAlreadyStaysWithoutAName() throws IOException {
    writing.makeFolder();
    writing.commit(hadoop(), CONTENT);

    assertThat(writing.commit(hadoop(), new byte[5])).isFalse();

    assertThat(Files.readAllBytes(target)).isEqualTo(CONTENT);
    assertThat(target.getParent()).isDirectoryContaining(target::equals);
    assertThat(target.getParent().toFile().list()).hasSize(1);
  }

  private org.apache.hadoop.fs.Path hadoop() {
    return new org.apache.hadoop.fs.Path(target.toUri());
  }
}
