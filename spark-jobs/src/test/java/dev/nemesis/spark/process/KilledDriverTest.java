package dev.nemesis.spark.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers killed and drivers too many, with real processes. */
class KilledDriverTest {
  private static final int EPOCHS = 150;

  /** Twenty with the profile of slow tests. */
  private static final int KILLS = Integer.getInteger("nemesis.test.kills", 4);

  private static final long SEED = 20261124;

  /**
   * A driver needs some seconds before it trains, and some to make tables of it; the kills are
   * spread over these, so that its phases are met.
   */
  private static final int LATEST_KILL_MILLIS = 15_000;

  @TempDir static Path folder;
  private static Survivor survivor;
  private static Map<String, List<String>> undisturbed;

  @BeforeAll
  static void runUndisturbed() throws Exception {
    survivor = new Survivor(folder, EPOCHS);
    Path out = folder.resolve("undisturbed");
    try (NemesisProcess run = survivor.run(out)) {
      Ended ended = run.exit();
      assertThat(ended.code()).as(ended.err()).isZero();
    }
    undisturbed = Survivor.tables(out);
    Survivor.assertComplete(out, undisturbed);
  }

  @Test
  void aRunWhoseDriverWasKilledGoesOnAndEndsAsIfNothingHadBeen() throws Exception {
    Path out = folder.resolve("killed");
    Map<String, String> before;
    try (LoopingReader reader = new LoopingReader(out)) {
      try (NemesisProcess run = survivor.run(out)) {
        run.awaitWhileAlive(() -> Survivor.cells(out).size() >= 5);
        run.kill();
      }
      before = Survivor.cells(out);
      assertThat(before.size()).as("killed in the middle").isBetween(5, Survivor.CELLS - 1);
      try (NemesisProcess again = survivor.run(out)) {
        Ended ended = again.exit();
        assertThat(ended.code()).as(ended.err()).isZero();
        // Up to two cells less, if the kill fell between the commits of a bundle of three.
        int missing = Survivor.CELLS - before.size();
        assertThat(ended.out())
            .containsPattern(
                "\\b(%d|%d|%d) cells trained, 0 failed"
                    .formatted(missing, missing - 1, missing - 2));
      }
      reader.assertNoHarm();
    }

    assertThat(Survivor.cells(out)).as("finished cells untouched").containsAllEntriesOf(before);
    Survivor.assertCompleteAndEqual(out, undisturbed);
  }

  @Test
  void killedAgainAndAgainAtRandomMomentsItEndsAsIfNothingHadBeen() throws Exception {
    Path out = folder.resolve("killed-often");
    Random random = new Random(SEED);
    Map<String, String> before = Map.of();
    for (int kill = 0; kill < KILLS; kill++) {
      try (NemesisProcess run = survivor.run(out)) {
        double when = (kill + random.nextDouble()) / KILLS;
        run.endsWithin((long) (when * LATEST_KILL_MILLIS), TimeUnit.MILLISECONDS);
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

  @Test
  void aSecondDriverIsRefusedWhileTheFirstRunsAndHasNothingToDoAfterwards() throws Exception {
    Path out = folder.resolve("twice");
    try (NemesisProcess first = survivor.run(out)) {
      first.awaitWhileAlive(() -> out.resolve("lease/1.json").toFile().exists());
      try (NemesisProcess second = survivor.run(out)) {
        Ended refused = second.exit();
        assertThat(refused.code()).as(refused.err()).isEqualTo(2);
        assertThat(refused.err())
            .hasLineCount(1)
            .startsWith("Cannot write to output folder " + out + ": another driver works there");
      }
      Ended ended = first.exit();
      assertThat(ended.code()).as(ended.err()).isZero();
    }
    try (NemesisProcess third = survivor.run(out)) {
      assertThat(third.exit().out()).contains("Nothing to do: all " + Survivor.CELLS + " cells");
    }

    Survivor.assertCompleteAndEqual(out, undisturbed);
  }
}
