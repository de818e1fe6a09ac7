package dev.nemesis.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.InputException;
import dev.nemesis.spark.storage.OnEveryStorage;
import dev.nemesis.spark.storage.Storage;
import dev.nemesis.spark.storage.StorageFolder;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
  @TempDir Path local;
  private StorageFolder folder;

  @OnEveryStorage
  void aSecondDriverIsToldWhoWorksThereUntilTheFirstIsDone(Storage storage) {
    folder = storage.folder(local);
    try (Lease first = Lease.take(out())) {
      first.check();
      assertThatThrownBy(() -> Lease.take(out()))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("Cannot write to output folder " + out().location())
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      assertThat(Lease.holder(out())).isPresent();
    }
    assertThat(Lease.holder(out())).isEmpty();
    Lease.take(out()).close();
    Lease.take(out()).close();
  }

  @OnEveryStorage
  void aDriverThatDiedOnThisMachineIsForgottenAtOnce(Storage storage) throws Exception {
    folder = storage.folder(local);
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    holder(Program.host(), gone.pid());

    assertThat(Lease.holder(out())).isEmpty();
    Lease.take(out()).close();
  }

  @OnEveryStorage
  void anotherProcessWithTheNumberOfADeadDriverIsNotTheDriver(Storage storage) throws IOException {
    folder = storage.folder(local);
    holder(Program.host(), ProcessHandle.current().pid()); // which started at another time

    Lease.take(out()).close();
  }

  @OnEveryStorage
  void aDriverElsewhereIsForgottenWhenItWasNotHeardOfForLongEnough(Storage storage)
      throws IOException {
    folder = storage.folder(local);
    holder("elsewhere", 1);
    // Ahead of now, so that it is not old before it is looked at, however slow the machine.
    folder.age("lease/1.beat", Lease.EXPIRY.minusHours(1));
    assertThatThrownBy(() -> Lease.take(out()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("process 1 on elsewhere");

    folder.age("lease/1.beat", Lease.EXPIRY.plusSeconds(5));
    assertThat(Lease.holder(out())).isEmpty();
    Lease.take(out()).close();
  }

  @OnEveryStorage
  void aDriverThatWasForgottenStopsWhenItComesBack(Storage storage) throws Exception {
    folder = storage.folder(local);
    try (Lease sleeper = Lease.take(out())) {
      folder.write("lease/2.json", json("elsewhere", 1));
      sleeper.beat();

      assertThatThrownBy(sleeper::check)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("process 1 on elsewhere");
    }
    assertThat(out().exists("lease/2.released")).isFalse();
  }

  @OnEveryStorage
  void ofManyDriversThatWantTheFolderOfADeadOneExactlyOneGetsIt(Storage storage) throws Exception {
    folder = storage.folder(local);
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

  /** Writes what a driver would. */
  private void holder(String host, long pid) throws IOException {
    folder.write("lease/1.json", json(host, pid));
    folder.write("lease/1.beat", "beat");
  }

  private static String json(String host, long pid) {
    return "{\"host\":\"%s\",\"pid\":%d,\"started\":\"then\",\"since\":\"now\"}"
        .formatted(host, pid);
  }

  private OutFolder out() {
    return folder.out();
  }
}
