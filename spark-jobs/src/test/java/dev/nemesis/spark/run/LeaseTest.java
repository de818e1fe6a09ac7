package dev.nemesis.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.InputException;
import dev.nemesis.spark.storage.OnEveryStorage;
import dev.nemesis.spark.storage.Storage;
import dev.nemesis.spark.storage.StorageFolder;
import dev.nemesis.spark.table.JsonFile;
import dev.nemesis.spark.table.OutFolder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
  private static final ProcessIdentity HERE = ProcessIdentity.here().orElseThrow();

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
      assertThat(Lease.heard(out())).isPresent();
    }
    assertThat(Lease.heard(out())).isEmpty();
    Lease.take(out()).close();
    Lease.take(out()).close();
  }

  @OnEveryStorage
  void aDriverThatDiedOnThisMachineIsForgottenAtOnce(Storage storage) throws Exception {
    folder = storage.folder(local);
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    holder(process(gone.pid(), HERE.ticks()));

    assertThat(Lease.heard(out())).isEmpty();
    Lease.take(out()).close();
  }

  @OnEveryStorage
  void anotherProcessWithTheNumberOfADeadDriverIsNotTheDriver(Storage storage) throws IOException {
    folder = storage.folder(local);
    holder(process(HERE.pid(), HERE.ticks() + "0")); // which started at another time

    Lease.take(out()).close();
  }

  /** A container has the host's name at times, and always processes with the same numbers. */
  @OnEveryStorage
  void aDriverOfWhichItCannotBeToldFromHereWhetherItLivesIsWaitedFor(Storage storage)
      throws IOException {
    folder = storage.folder(local);
    long none = 999_999_999;
    for (ProcessIdentity other :
        Arrays.asList(
            null, // version 0.1 wrote none
            new ProcessIdentity("other boot", HERE.namespace(), HERE.user(), none, "1"),
            new ProcessIdentity(HERE.boot(), "pid:[1]", HERE.user(), none, "1"),
            new ProcessIdentity(HERE.boot(), HERE.namespace(), "somebody", none, "1"))) {
      holder(other);
      folder.age("lease/1.beat", Lease.EXPIRY.minusHours(1));

      assertThatThrownBy(() -> Lease.take(out()))
          .as("%s", other)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("on " + Program.host());
    }
  }

  @OnEveryStorage
  void aDriverThatIsSeenToLiveIsAtWorkWhateverTheClockSays(Storage storage) throws IOException {
    folder = storage.folder(local);
    holder(HERE);
    folder.age("lease/1.beat", Lease.EXPIRY.plusHours(1));
    assertThat(Lease.heard(out()))
        .hasValueSatisfying(driver -> assertThat(driver.isAtWork()).isTrue());

    holder(null);
    folder.age("lease/1.beat", Lease.EXPIRY.plusHours(1));
    assertThat(Lease.heard(out()))
        .hasValueSatisfying(
            driver ->
                assertThat(driver.toString())
                    .startsWith("none heard of for 36")
                    .contains("by this machine's clock; the last was process"));
  }

  @OnEveryStorage
  void aDriverElsewhereIsForgottenWhenItWasNotHeardOfForLongEnough(Storage storage)
      throws IOException {
    folder = storage.folder(local);
    folder.write("lease/1.json", json("elsewhere", 1));
    folder.write("lease/1.beat", "beat");
    // Ahead of now, so that it is not old before it is looked at, however slow the machine.
    folder.age("lease/1.beat", Lease.EXPIRY.minusHours(1));
    assertThatThrownBy(() -> Lease.take(out()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("process 1 on elsewhere");

    folder.age("lease/1.beat", Lease.EXPIRY.plusSeconds(5));
    assertThat(Lease.heard(out()))
        .hasValueSatisfying(driver -> assertThat(driver.isAtWork()).isFalse());
    Lease.take(out()).close();
  }

  @OnEveryStorage
  void aDriverThatWasForgottenStopsWhenItComesBack(Storage storage) throws Exception {
    folder = storage.folder(local);
    try (Lease sleeper = Lease.take(out())) {
      sleeper.folder().replace("progress.json", "before");
      folder.write("lease/2.json", json("elsewhere", 1));

      // It has not been told by its beat, which may come later than what it does next.
      assertThatThrownBy(() -> sleeper.folder().replace("progress.json", "after"))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("process 1 on elsewhere");
      assertThatThrownBy(() -> sleeper.folder().delete("progress.json"))
          .isInstanceOf(InputException.class);
      assertThatThrownBy(sleeper::check).isInstanceOf(InputException.class);
      sleeper.beat();
    }
    assertThat(out().read("progress.json")).isEqualTo("before");
    assertThat(out().exists("lease/2.released")).isFalse();
  }

  @OnEveryStorage
  void aFolderThatIsGoneIsNotMadeAgainAndItsDriverIsTold(Storage storage) throws Exception {
    folder = storage.folder(local);
    try (Lease lease = Lease.take(out())) {
      OutFolder tasks = lease.folder();
      out().delete("");

      assertThatThrownBy(lease::check)
          .isInstanceOf(InputException.class)
          .hasMessageContaining(
              "it is no longer there, moved or deleted; give its new place with --out");
      assertThatThrownBy(() -> lease.folder().replace("progress.json", "on"))
          .isInstanceOf(InputException.class);
      assertThatThrownBy(() -> tasks.commit("cells/c-a0.parquet", new byte[] {1}))
          .isInstanceOf(FileNotFoundException.class);
      lease.beat();
    }
    assertThat(out().exists("")).isFalse();
  }

  @OnEveryStorage
  void aRunThatBeganInThePlaceOfAMovedFolderIsLeftAlone(Storage storage) throws Exception {
    folder = storage.folder(local);
    try (Lease moved = Lease.take(out())) {
      out().delete("");
      folder.write("lease/1.json", json("elsewhere", 1)); // the same number

      moved.beat();

      assertThatThrownBy(moved::check)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("it is no longer there, moved or deleted");
    }
    assertThat(folder.allFiles()).containsExactly("lease/1.json");
  }

  @OnEveryStorage
  void ofManyDriversThatWantTheFolderOfADeadOneExactlyOneGetsIt(Storage storage) throws Exception {
    folder = storage.folder(local);
    holder(process(999_999_999, "1"));
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

  /** Writes what a driver of this machine would. */
  private void holder(ProcessIdentity identity) throws IOException {
    long pid = identity == null ? 7 : identity.pid();
    folder.write(
        "lease/1.json", JsonFile.text(new Lease.Holder(Program.host(), pid, "now", identity)));
    folder.write("lease/1.beat", "beat");
  }

  private static ProcessIdentity process(long pid, String ticks) {
    return new ProcessIdentity(HERE.boot(), HERE.namespace(), HERE.user(), pid, ticks);
  }

  private static String json(String host, long pid) {
    return "{\"host\":\"%s\",\"pid\":%d,\"started\":\"then\",\"since\":\"now\"}"
        .formatted(host, pid);
  }

  private OutFolder out() {
    return folder.out();
  }
}
