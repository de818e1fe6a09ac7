package dev.nemesis.spark.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers killed and drivers too many, with real processes. */
class KilledDriverTest {
  private static final int EPOCHS = 20;

  private static final int KILLS = 20;

  private static final long SEED = 20261124;

  @TempDir static Path folder;
  private static Survivor survivor;
  private static Path whole;
  private static Ended refused;
  private static Duration lasting;
  private static Map<String, List<String>> undisturbed;

  /** The undisturbed run, and a second driver that comes while the first one works. */
  @BeforeAll
  static void runUndisturbed() throws Exception {
    survivor = new Survivor(folder, EPOCHS);
    whole = folder.resolve("whole");
    Gate gate = Gate.shut(folder.resolve("gate-whole"), 0);
    long start = System.nanoTime();
    try (NemesisProcess first = survivor.runBehind(gate, whole)) {
      first.awaitWhileAlive(() -> gate.holds(1));
      lasting = Duration.ofNanos(System.nanoTime() - start);
      try (NemesisProcess second = survivor.run(whole)) {
        refused = second.exit();
      }
      start = System.nanoTime();
      gate.open();
      Ended ended = first.exit();
      lasting = lasting.plusNanos(System.nanoTime() - start);
      assertThat(ended.code()).as(ended.err()).isZero();
    }
    undisturbed = Survivor.tables(whole);
    Survivor.assertComplete(whole, undisturbed);
  }

  @Test
  void aSecondDriverIsRefusedWhileTheFirstRunsAndHasNothingToDoAfterwards() throws Exception {
    assertThat(refused.code()).as(refused.err()).isEqualTo(2);
    assertThat(refused.err())
        .hasLineCount(1)
        .startsWith("Cannot write to output folder " + whole + ": another driver works there");
    try (NemesisProcess third = survivor.run(whole)) {
      assertThat(third.exit().out()).contains("Nothing to do: all " + Survivor.CELLS + " cells");
    }
    assertThat(Survivor.cells(whole)).hasSize(Survivor.CELLS);
  }

  /** Two bundles are done, and the third is held back in the middle: there it is killed. */
  @Test
  void aRunWhoseDriverWasKilledGoesOnAndEndsAsIfNothingHadBeen() throws Exception {
    Path out = folder.resolve("killed");
    Gate gate = Gate.shut(folder.resolve("gate-killed"), 2);
    Map<String, String> before;
    try (LoopingReader reader = new LoopingReader(out)) {
      try (NemesisProcess run = survivor.runBehind(gate, out)) {
        run.awaitWhileAlive(() -> gate.holds(1));
        run.kill();
      }
      before = Survivor.cells(out);
      assertThat(before.size())
          .as("killed in the middle")
          .isBetween(1, Survivor.CELLS - Survivor.BUNDLE);
      try (NemesisProcess again = survivor.run(out)) {
        Ended ended = again.exit();
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out())
            .contains((Survivor.CELLS - before.size()) + " cells trained, 0 failed");
      }
      reader.assertNoHarm();
    }

    assertThat(Survivor.cells(out)).as("finished cells untouched").containsAllEntriesOf(before);
    Survivor.assertCompleteAndEqual(out, undisturbed);
  }

  /**
   * A kill is aimed at a phase, and what it leaves tells whether it met it; one that did not is
   * tried again.
   */
  @Test
  void killedWhileItCommitsABundleAndWhileItWritesTablesItEndsAsIfNothingHadBeen()
      throws Exception {
    Path out = folder.resolve("killed-in-commit");
    boolean isMet = false;
    while (!isMet) {
      if (Survivor.cells(out).size() == Survivor.CELLS) {
        FileUtils.deleteDirectory(out.toFile()); // every bundle was too quick
      }
      isMet =
          killWhen(out, () -> isAnyIn(out.resolve("finished"))) && isAnyIn(out.resolve("finished"));
    }
    Map<String, String> before = Survivor.cells(out);
    assertThat(before.size()).as("some cells of that bundle at most").isLessThan(Survivor.CELLS);

    Path tables = out.resolve("tables");
    isMet = false;
    while (!isMet) {
      FileUtils.deleteDirectory(tables.toFile());
      isMet = killWhen(out, () -> isAnyIn(tables)) && !Files.exists(tables.resolve("CURRENT"));
    }
    try (NemesisProcess last = survivor.run(out)) {
      Ended ended = last.exit();
      assertThat(ended.code()).as(ended.err()).isZero();
      assertThat(ended.out()).contains("0 cells trained, 0 failed");
    }

    assertThat(Survivor.cells(out)).containsAllEntriesOf(before);
    assertThat(tables.resolve("CURRENT")).exists();
    Survivor.assertCompleteAndEqual(out, undisturbed);
  }

  /** Whether it was killed before it ended by itself. */
  private static boolean killWhen(Path out, BooleanSupplier something) throws Exception {
    try (NemesisProcess run = survivor.run(out)) {
      while (!something.getAsBoolean()) {
        if (run.endsWithin(1, TimeUnit.MILLISECONDS)) {
          return false;
        }
      }
      run.kill();
      return true;
    }
  }

  private static boolean isAnyIn(Path folder) {
    String[] names = folder.toFile().list();
    return names != null && Arrays.stream(names).anyMatch(name -> !name.startsWith("."));
  }

  /** A kill for each part of the time that a run takes, so that all its phases are met. */
  @Tag("slow")
  @Test
  void killedAgainAndAgainAtRandomMomentsItEndsAsIfNothingHadBeen() throws Exception {
    Path out = folder.resolve("killed-often");
    Random random = new Random(SEED);
    Map<String, String> before = Map.of();
    for (int kill = 0; kill < KILLS; kill++) {
      try (NemesisProcess run = survivor.run(out)) {
        double when = (kill + random.nextDouble()) / KILLS;
        run.endsWithin((long) (when * lasting.toMillis()), TimeUnit.MILLISECONDS);
        run.kill();
      }
      Map<String, String> after = Survivor.cells(out);
      assertThat(after).as("after kill %d", kill).containsAllEntriesOf(before);
      before = after;
    }
    try (NemesisProcess last = survivor.run(out)) {
      Ended ended = last.exit();
      assertThat(ended.code()).as(ended.err()).isZero();
    }

    Survivor.assertCompleteAndEqual(out, undisturbed);
  }
}
