package dev.nemesis.spark.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.InputException;
import dev.nemesis.spark.storage.OnEveryStorage;
import dev.nemesis.spark.storage.Storage;
import dev.nemesis.spark.storage.StorageFolder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an output folder promises, on every storage it can be on. */
class OutFolderTest {
  /** Two blocks of the HDFS of tests: what is written in one piece is not what is tested. */
  private static final int BYTES = 100_000;

  @TempDir Path local;
  private StorageFolder folder;
  private OutFolder out;

  @Test
  void aFolderInACommandThatIsPrintedIsOneWordToAShell() throws Exception {
    for (String name : List.of("plain-1.2", "two words", "it's", "a$HOME", "b\"c*")) {
      Path named = local.resolve(name);
      String word = OutFolder.at(named.toString(), new Configuration()).shellWord();

      Process shell = new ProcessBuilder("sh", "-c", "printf %s " + word).start();
      assertThat(new String(shell.getInputStream().readAllBytes(), UTF_8))
          .isEqualTo(named.toString());
    }
  }

  @OnEveryStorage
  void ofManyWritersOfAFileOneSucceedsAndNothingElseIsLeft(Storage storage) throws Exception {
    folder = storage.folder(local);
    out = folder.out();
    int files = 6;
    int writers = 5;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      for (int file = 0; file < files; file++) {
        String name = "contested/" + file;
        List<Callable<Boolean>> commits = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
          byte[] content = content(writer);
          commits.add(() -> folder.out().commit(name, content));
        }
        List<Integer> winners = new ArrayList<>();
        List<Future<Boolean>> outcomes = threads.invokeAll(commits);
        for (int writer = 0; writer < writers; writer++) {
          if (outcomes.get(writer).get()) {
            winners.add(writer);
          }
        }
        assertThat(winners).hasSize(1);
        assertThat(folder.bytes(name)).isEqualTo(content(winners.get(0)));
      }
    } finally {
      threads.shutdown();
    }
    assertThat(folder.allFiles()).hasSize(files);
  }

  @OnEveryStorage
  void aFileThatIsThereIsNeverChanged(Storage storage) throws IOException {
    folder = storage.folder(local);
    out = folder.out();
    assertThat(out.commit("a/file", content(1))).isTrue();
    assertThat(out.commit("a/file", content(2))).isFalse();

    assertThat(out.bytes("a/file")).isEqualTo(content(1));
    assertThat(folder.allFiles()).containsExactly("a/file");
  }

  @OnEveryStorage
  void aReaderSeesAFileWholeOrNotAtAll(Storage storage) throws Exception {
    folder = storage.folder(local);
    out = folder.out();
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      for (int file = 0; file < 10; file++) {
        String name = "files/" + file;
        Future<byte[]> read = reader.submit(() -> untilItIsThere(name));
        out.commit(name, content(file));
        assertThat(read.get()).isEqualTo(content(file));
      }
    } finally {
      reader.shutdownNow();
    }
  }

  private byte[] untilItIsThere(String name) throws IOException {
    while (true) {
      try {
        return folder.out().bytes(name);
      } catch (FileNotFoundException e) {
        Thread.onSpinWait();
      }
    }
  }

  @OnEveryStorage
  void aReaderOfAFileThatIsReplacedSeesOneOfBothWhole(Storage storage) throws Exception {
    folder = storage.folder(local);
    out = folder.out();
    int versions = 30;
    out.replace("CURRENT", text(0));
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      Future<List<String>> read =
          reader.submit(
              () -> {
                List<String> seen = new ArrayList<>();
                do {
                  seen.add(folder.out().read("CURRENT"));
                } while (!seen.get(seen.size() - 1).equals(text(versions)));
                return seen;
              });
      for (int version = 1; version <= versions; version++) {
        out.replace("CURRENT", text(version));
      }
      List<String> all = new ArrayList<>();
      for (int version = 0; version <= versions; version++) {
        all.add(text(version));
      }
      assertThat(all).containsAll(read.get());
    } finally {
      reader.shutdownNow();
    }
    assertThat(folder.allFiles()).containsExactly("CURRENT");
  }

  @OnEveryStorage
  void namesAreInOrderAndHiddenFilesAreNobodysBusiness(Storage storage) throws IOException {
    folder = storage.folder(local);
    out = folder.out();
    for (String name : List.of("b", ".a.123", "_SUCCESS", "a", "c/d")) {
      folder.write("files/" + name, "text");
    }

    assertThat(out.names("files")).containsExactly("a", "b", "c");
    assertThat(out.namesAndSizes("files")).hasSize(3).first().asString().startsWith("a ");
    assertThat(out.names("none")).isEmpty();
  }

  @OnEveryStorage
  void aFileIsMovedToANameThatIsFreeAndDeletedIfItIsThere(Storage storage) throws IOException {
    folder = storage.folder(local);
    out = folder.out();
    out.commit("from/a", content(1));
    out.commit("from/b", content(2));

    out.move("from/a", "to/a");
    assertThatThrownBy(() -> out.move("from/b", "to/a"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot move from/b in output folder " + out.location());

    assertThat(folder.allFiles()).containsExactly("from/b", "to/a");
    assertThat(out.bytes("to/a")).isEqualTo(content(1));
    out.delete("to/a");
    out.delete("to/a");
    out.delete("from");
    assertThat(folder.allFiles()).isEmpty();
    assertThat(out.exists("from")).isFalse();
  }

  @OnEveryStorage
  void theAgeOfAFileIsThatOfItsLastWriting(Storage storage) throws IOException {
    folder = storage.folder(local);
    out = folder.out();
    Instant before = Instant.now().minusSeconds(2);
    out.replace("lease/beat", "one");
    assertThat(out.age("lease/beat")).isLessThanOrEqualTo(Duration.between(before, Instant.now()));
    assertThat(out.written("lease/beat")).isAfter(before);

    Duration hour = Duration.ofHours(1);
    folder.age("lease/beat", hour);
    assertThat(out.age("lease/beat"))
        .isBetween(hour.minusSeconds(2), hour.plus(Duration.between(before, Instant.now())));

    out.replace("lease/beat", "two");
    assertThat(out.age("lease/beat")).isLessThanOrEqualTo(Duration.between(before, Instant.now()));
    assertThat(folder.allFiles()).containsExactly("lease/beat");
  }

  @OnEveryStorage
  void whatCannotBeWrittenIsSaidInALineAndLeavesNothing(Storage storage) throws IOException {
    folder = storage.folder(local);
    out = folder.out();
    folder.write("file", "in the way");

    assertThatThrownBy(() -> out.commit("file/a", content(1))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> out.replace("file/a", "text"))
        .isInstanceOf(InputException.class)
        .hasMessageMatching("Cannot write file/a in output folder [^\\n]+: [^\\n]+; [^\\n]+");
    assertThatThrownBy(() -> out.read("none"))
        .isInstanceOf(InputException.class)
        .hasMessageMatching("Cannot read none in output folder [^\\n]+: [^\\n]+; [^\\n]+");
    assertThat(folder.allFiles()).containsExactly("file");
  }

  private static byte[] content(int number) {
    byte[] content = new byte[BYTES];
    Arrays.fill(content, (byte) number);
    return content;
  }

  private static String text(int number) {
    return ("" + number + "\n").repeat(BYTES / 10);
  }
}
