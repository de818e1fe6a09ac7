package dev.nemesis.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocationTest {
  @TempDir java.nio.file.Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a:b", "12:30", "a b ", "100%", "a%20b", "a#b", "a?b", "[a-c]", "{a,b}", "*", "a\\b",
        "it's", "\"a\"", "~", "-x", "$HOME", "a&b;c", "hdfs:x", "..a", "a:b/c:d", "(1)", "@^`|<>!+="
      })
  void whateverAFileSystemAllowsIsAPath(String name) throws IOException {
    java.nio.file.Path file = folder.resolve(name).resolve("x:1.txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "here");
    Path root = Location.path(folder.toString());

    for (Path path :
        new Path[] {
          Location.path(file.toString()),
          Location.below(root, name + "/x:1.txt"),
          Location.below(Location.below(root, name), "x:1.txt"),
          Location.path(Location.path("file://" + file).toString())
        }) {
      FileSystem files = path.getFileSystem(new Configuration());
      assertThat(RegularFile.bytes(files, path, 10)).asString().isEqualTo("here");
    }
  }

  @Test
  void aPathFromTheWorkingFolderMayHaveAColonInItsFirstName() {
    Path path = Location.path("run:1/out");

    assertThat(path.toUri().getScheme()).isNull();
    assertThat(Location.path(path.toString())).isEqualTo(path);
    assertThat(path.toUri().getPath()).isEqualTo("./run:1/out");
  }

  @Test
  void aUriHasASchemeAndASlash() {
    assertThat(Location.path("hdfs://host:9000/a:b").toUri().getHost()).isEqualTo("host");
    assertThat(Location.path("s3a://bucket/a b").toUri().getPath()).isEqualTo("/a b");
    assertThat(Location.isUri("file:/x")).isTrue();
    assertThat(Location.isUri("c:/x")).isFalse();
    assertThat(Location.isUri("my data: all/x")).isFalse();
  }
}
