package dev.nemesis.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LocalFileTest {
  @TempDir private Path folder;

  @Test
  void aPipeInPlaceOfARecordingIsRefusedAndNotWaitedFor() throws Exception {
    Path pipe = folder.resolve("a.json");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThatThrownBy(() -> LocalFile.bytes(pipe, 10))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "Cannot read " + pipe + ": it is a pipe, a socket or a device; give a regular file");
  }

  @Test
  void aFileIsReadUpToItsMost() throws IOException {
    Path file = Files.write(folder.resolve("a"), new byte[] {1, 2, 3});

    assertThat(LocalFile.bytes(file, 3)).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> LocalFile.bytes(file, 2))
        .hasMessage("Cannot read " + file + ": it has 3 bytes; at most 2 are read");
    assertThatThrownBy(() -> LocalFile.bytes(folder.resolve("b"), 2))
        .hasMessageEndingWith("there is no such file");
  }
}
