package dev.nemesis.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pipe that is opened hangs: a thread of its own ends the test then. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RegularFileTest {
  private static final long MOST = 1000;

  @TempDir private Path folder;

  @Test
  void aRegularFileIsReadThroughLinksToo() throws IOException {
    Path file = Files.writeString(folder.resolve("a: b%20ü#.txt"), "text");
    assertThat(read(file)).isEqualTo("text");
    assertThat(read(Files.createSymbolicLink(folder.resolve("link"), file))).isEqualTo("text");
  }

  @Test
  void aPipeASocketAndADeviceAreRefusedByLinkToo() throws Exception {
    Path pipe = folder.resolve("pipe.jpg");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path socket = folder.resolve("socket.jpg");
    try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.bind(UnixDomainSocketAddress.of(socket));
      for (Path other : new Path[] {pipe, socket, Path.of("/dev/zero")}) {
        assertRefused(other, "it is a pipe, a socket or a device; give a regular file");
        Path link = folder.resolve("link to " + other.getFileName());
        assertRefused(Files.createSymbolicLink(link, other), "it is a pipe, a socket or a device");
      }
    }
  }

  @Test
  void aFolderIsRefused() {
    assertRefused(folder, "it is a folder");
  }

  @Test
  void linksToNothingAndInACircleAreRefused() throws IOException {
    assertRefused(
        Files.createSymbolicLink(folder.resolve("nowhere"), Path.of("gone")),
        "it is a link that leads nowhere");
    Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("pool"));
    Files.createSymbolicLink(folder.resolve("pool"), Path.of("loop"));
    assertRefused(loop, "it is a link that leads back to itself");
  }

  @Test
  void aFileIsReadUpToItsBound() throws IOException {
    Path file = Files.writeString(folder.resolve("long"), "x".repeat((int) MOST));
    assertThat(read(file)).hasSize((int) MOST);
    Files.writeString(file, "x".repeat((int) MOST + 1));
    assertRefused(file, "it has 1,001 bytes; at most 1,000 are read");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(3L << 30);
    }
    assertRefused(file, "it has 3,221,225,472 bytes; at most 1,000 are read");
  }

  @Test
  void aMissingFileIsNotFound() {
    Path gone = folder.resolve("gone");
    assertThatThrownBy(() -> RegularFile.bytes(gone, MOST)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> RegularFile.bytes(hadoop(), hadoop(gone), MOST))
        .isInstanceOf(FileNotFoundException.class);
  }

  private void assertRefused(Path path, String why) {
    assertThatThrownBy(() -> RegularFile.bytes(path, MOST))
        .isInstanceOf(RefusedFileException.class)
        .hasMessageStartingWith(why);
    assertThatThrownBy(() -> RegularFile.open(hadoop(), hadoop(path), MOST))
        .isInstanceOf(RefusedFileException.class)
        .hasMessageStartingWith(why);
  }

  private String read(Path path) throws IOException {
    byte[] content = RegularFile.bytes(path, MOST);
    assertThat(RegularFile.bytes(hadoop(), hadoop(path), MOST)).isEqualTo(content);
    return new String(content, UTF_8);
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  private static FileSystem hadoop() throws IOException {
    return FileSystem.getLocal(new Configuration()).getRawFileSystem();
  }
}
