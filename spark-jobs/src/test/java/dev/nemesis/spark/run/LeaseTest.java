package dev.nemesis.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.InputException;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
  @TempDir Path folder;

  @Test
  void aSecondDriverIsToldWhoWorksThereUntilTheFirstIsDone() {
    try (Lease first = Lease.take(out())) {
      first.check();
      assertThatThrownBy(() -> Lease.take(out()))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("Cannot write to output folder " + folder)
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      assertThat(Lease.holder(out())).isPresent();
    }
    assertThat(Lease.holder(out())).isEmpty();
    Lease.take(out()).close();
    Lease.take(out()).close();
  }

  @Test
  void aDriverThatDiedOnThisMachineIsForgottenAtOnce() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    holder(Program.host(), gone.pid());

    assertThat(Lease.holder(out())).isEmpty();
    Lease.take(out()).close();
  }

  @Test
  void anotherProcessWithTheNumberOfADeadDriverIsNotTheDriver() throws IOException {
    holder(Program.host(), ProcessHandle.current().pid()); // which started at another time

    Lease.take(out()).close();
  }

  @Test
  void aDriverElsewhereIsForgottenWhenItWasNotHeardOfForLongEnough() throws IOException {
    Path beat = holder("elsewhere", 1);
    age(beat, Lease.EXPIRY.minusSeconds(20));
    assertThatThrownBy(() -> Lease.take(out()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("process 1 on elsewhere");

    age(beat, Lease.EXPIRY.plusSeconds(5));
    assertThat(Lease.holder(out())).isEmpty();
    Lease.take(out()).close();
  }

  @Test
  void aDriverThatWasForgottenStopsWhenItComesBack() throws Exception {
    try (Lease sleeper = Lease.take(out())) {
      Files.writeString(folder.resolve("lease/2.json"), json("elsewhere", 1));
      sleeper.beat();

      assertThatThrownBy(sleeper::check)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("process 1 on elsewhere");
    }
    assertThat(folder.resolve("lease/2.released")).doesNotExist();
  }

  @Test
  void ofManyDriversThatWantTheFolderOfADeadOneExactlyOneGetsIt() throws Exception {
    holder(Program.host(), 999_999_999);
    ExecutorService drivers = Executors.newFixedThreadPool(4);
    List<Lease> taken = new ArrayList<>();
    int refused = 0;
    try {
      List<Callable<Lease>> takes = List.of(() -> Lease.take(out()), () -> Lease.take(out()));
      List<Callable<Lease>> all = new ArrayList<>(takes);
      all.addAll(takes);
      for (Future<Lease> take : drivers.invokeAll(all)) {
        try {
          taken.add(take.get());
        } catch (java.util.concurrent.ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(InputException.class);
          refused++;
        }
      }
    } finally {
      drivers.shutdown();
    }
    assertThat(taken).hasSize(1);
    assertThat(refused).isEqualTo(3);
    taken.get(0).close();
  }

  /** Writes what a driver would; returns the file that says when it was last heard of. */
  private Path holder(String host, long pid) throws IOException {
    Files.createDirectories(folder.resolve("lease"));
    Files.writeString(folder.resolve("lease/1.json"), json(host, pid));
    return Files.writeString(folder.resolve("lease/1.beat"), "beat");
  }

  private static String json(String host, long pid) {
    return "{\"host\":\"%s\",\"pid\":%d,\"started\":\"then\",\"since\":\"now\"}"
        .formatted(host, pid);
  }

  private static void age(Path file, Duration age) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  private OutFolder out() {
    return OutFolder.at(folder.toString(), new Configuration());
  }
}
