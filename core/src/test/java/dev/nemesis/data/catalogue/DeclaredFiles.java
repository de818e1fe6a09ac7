package dev.nemesis.data.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.data.Dataset;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/**
 * The folder {@code own} of a user's dataset, and its declaration.
 *
 * @param root the data root
 * @param yaml what declares it
 */
record DeclaredFiles(Path root, String yaml) {
  static final String HEAD = "name: own\ntitle: Own\nfolder: own\nimages: .\n";

  /** These files with another declaration. */
  DeclaredFiles declaredAs(String other) {
    return new DeclaredFiles(root, other);
  }

  /** Files that are listed and never looked into. */
  DeclaredFiles with(String... names) throws IOException {
    for (String name : names) {
      bytes(name, new byte[] {1});
    }
    return this;
  }

  DeclaredFiles text(String name, String text) throws IOException {
    return bytes(name, text.getBytes(StandardCharsets.UTF_8));
  }

  DeclaredFiles bytes(String name, byte[] content) throws IOException {
    Path file = root.resolve("own").resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    return this;
  }

  DeclaredFiles folder(String name) throws IOException {
    Files.createDirectories(root.resolve("own").resolve(name));
    return this;
  }

  Dataset open() throws IOException {
    return declared().open("own", root.toString());
  }

  DatasetCheck check() throws IOException {
    return declared().check("own", root.toString());
  }

  DeclaredDatasets declared() throws IOException {
    Path folder = Files.createDirectories(root.resolve("declarations"));
    Files.writeString(folder.resolve("own.yaml"), yaml);
    return DeclaredDatasets.in(new org.apache.hadoop.fs.Path(folder.toUri()), new Configuration());
  }

  void assertRefused(String... why) {
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            InputException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATASET))
        .hasMessageStartingWith("Cannot ")
        .hasMessageContainingAll(why)
        .message()
        .doesNotContain("\n");
  }
}
