package dev.nemesis.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.storage.Writing;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class WritingTest {
  private static final byte[] CONTENT = {1, 2, 3};

  @TempDir Path local;

  @OnEveryStorage
  void foldersBetweenAreMadeWhenAFileNeedsThem(Storage storage) throws IOException {
    StorageFolder folder = storage.folder(local);
    Writing writing = writing(folder);
    writing.makeFolder();
    writing.makeFolder(); // again is no harm

    assertThat(writing.commit(folder.path("a/b/file"), CONTENT)).isTrue();
    assertThat(writing.commit(folder.path("a/b/file"), new byte[1])).isFalse();
    writing.replace(folder.path("a/c/other"), CONTENT);

    assertThat(folder.allFiles()).containsExactly("a/b/file", "a/c/other");
    assertThat(folder.bytes("a/b/file")).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "OBJECT_STORE") // which has no folders
  void aFolderThatIsGoneIsNotMadeAgainForAFile(Storage storage) throws IOException {
    StorageFolder folder = storage.folder(local);
    Writing writing = writing(folder);
    writing.makeFolder();
    folder.files().delete(folder.path(""), true);

    for (String name : new String[] {"file", "a/b/file"}) {
      assertThatThrownBy(() -> writing.commit(folder.path(name), CONTENT))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> writing.replace(folder.path(name), CONTENT))
          .isInstanceOf(IOException.class);
    }
    assertThat(folder.files().exists(folder.path(""))).isFalse();
  }

  private static Writing writing(StorageFolder folder) throws IOException {
    return Writing.to(folder.files().makeQualified(folder.path("")), folder.hadoop());
  }
}
