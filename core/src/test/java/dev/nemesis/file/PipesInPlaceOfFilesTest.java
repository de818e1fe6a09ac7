package dev.nemesis.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.clip.Tokenizer;
import dev.nemesis.data.BrokenImageException;
import dev.nemesis.data.PictureFiles;
import dev.nemesis.data.catalogue.DeclaredDatasets;
import dev.nemesis.data.reader.CoOpSplit;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.GridFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a user may name: a pipe in its place is refused, and never waited for. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PipesInPlaceOfFilesTest {
  private static final String PIPE = ": it is a pipe, a socket or a device; give a regular file";

  @TempDir private Path folder;
  private Path pipe;

  @BeforeEach
  void aPipe() throws Exception {
    pipe = folder.resolve("pipe.yaml");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
  }

  @Test
  void aGridFileAndOneThatItIncludes() throws IOException {
    assertRefused("Cannot read grid file ", () -> GridFile.read(pipe.toString(), List.of()));
    Path including = Files.writeString(folder.resolve("g.txt"), "include: pipe.yaml\n");
    assertRefused("Cannot read grid file ", () -> GridFile.read(including.toString(), List.of()));
  }

  @Test
  void aListOfImages() {
    assertRefused(
        "Cannot read the split file ", () -> CoOpSplit.read(hadoop(pipe), new Configuration()));
  }

  @Test
  void aDeclaration() {
    assertRefused(
        "Cannot read the dataset declaration ",
        () -> DeclaredDatasets.in(hadoop(folder), new Configuration()));
  }

  @Test
  void aVocabulary() {
    assertRefused(
        "Cannot read the vocabulary ",
        () -> Tokenizer.load(hadoop(pipe), new Configuration(), 49_408));
  }

  @Test
  void anImage() throws IOException {
    PictureFiles pictures = PictureFiles.below(hadoop(folder), new Configuration());
    Files.createSymbolicLink(folder.resolve("device.jpg"), Path.of("/dev/zero"));
    for (String name : List.of("pipe.yaml", "device.jpg")) {
      assertThatThrownBy(() -> pictures.read(name))
          .isInstanceOf(BrokenImageException.class)
          .hasMessageStartingWith("Cannot read the image ")
          .hasMessageEndingWith(name + PIPE);
    }
  }

  private static void assertRefused(String start, ThrowingCallable reading) {
    assertThatThrownBy(reading)
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(start)
        .hasMessageContaining("pipe.yaml")
        .hasMessageEndingWith(PIPE);
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }
}
