package dev.nemesis.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.spark.CommandLineRun;
import dev.nemesis.spark.process.Ended;
import dev.nemesis.spark.process.NemesisProcess;
import dev.nemesis.spark.run.Experiment;
import dev.nemesis.spark.run.FakeExperiment;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.DamagedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.fs.SafeModeAction;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An HDFS that does not take what is written: one line that says why, exit code 2, and the same
 * command goes on when it does.
 */
class HdfsRefusesTest {
  private static final String GRID =
      """
      name: small
      axes: {seed: [1, 2, 3, 4, 5, 6], loss: [none, pan]}
      settings: {dataset: red, epochs: 2, ctx_len: 3}
      """;
  private static final String MORE = GRID.replace("6]", "6, 7]");
  private static final int CELLS = 6 * 2;
  private static final long NO_ROOM = 1;

  private static Hdfs hdfs;
  @TempDir Path local;
  private StorageFolder out;

  @BeforeAll
  static void startHdfs() {
    hdfs = Hdfs.start();
  }

  @AfterAll
  static void stopHdfs() {
    hdfs.close();
  }

  @BeforeEach
  void aFolderThatIsNotThere() {
    out = hdfs.out();
  }

  @Test
  void safeModeIsSaidInALineAndTheSameCommandRunsWhenItIsLeft() throws IOException {
    hdfs.files().setSafeMode(SafeModeAction.ENTER);
    try {
      assertRefused(run(GRID, new FakeExperiment()), "Cannot write to", "safe mode");
    } finally {
      hdfs.files().setSafeMode(SafeModeAction.LEAVE);
    }
    assertCompletes(GRID, CELLS);
  }

  @Test
  void aFolderOfAnotherUserIsRefusedInALine() throws Exception {
    hdfs.files().mkdirs(out.path(""));
    assertStrangerIsRefused("Cannot write to output folder " + out.location());
    hdfs.files().setPermission(out.path(""), new FsPermission("700"));
    assertStrangerIsRefused("Cannot read grid.json in output folder " + out.location());
  }

  private void assertStrangerIsRefused(String line) throws Exception {
    Ended ended = process(GRID, "stranger");
    assertThat(ended.code()).as(ended.err()).isEqualTo(2);
    assertThat(ended.err())
        .hasLineCount(1)
        .startsWith(line)
        .contains("Permission denied: user=stranger");
  }

  @Test
  void aQuotaReachedAfterSomeCellsEndsTheRunAtOnceAndKeepsThem() throws IOException {
    Experiment experiment =
        Interfering.with(
            new FakeExperiment(),
            start -> {
              if (start == 3) {
                hdfs.files().setQuota(out.path(""), HdfsConstants.QUOTA_DONT_SET, NO_ROOM);
              } else if (start > 3) { // for nothing, until somebody stops it
                new CountDownLatch(1).await();
              }
            });

    assertRefused(
        run(GRID, experiment, "--bundle", "2", "--master", "local[1,4]"),
        "Cannot write to output folder " + out.location(),
        "quota of " + out.path("").toUri().getPath() + " is exceeded",
        "make room and run the same command");

    assertThat(Interfering.started()).as("trainings").isLessThanOrEqualTo(4);
    assertThat(out.out().names("cells")).hasSize(2 * 2);
    assertThat(out.out().names("failures")).isEmpty();
    assertThat(DamagedFiles.find(out.out())).isEmpty();
    assertThat(out.allFiles()).noneMatch(file -> file.contains("/."));
    noQuota("");
    assertCompletes(GRID, CELLS);
  }

  @Test
  void tablesThatFindNoRoomAreWrittenByTheSameCommandLater() throws IOException {
    Experiment experiment =
        Interfering.with(
            new FakeExperiment(),
            start -> {
              hdfs.files().mkdirs(out.path("tables"));
              hdfs.files().setQuota(out.path("tables"), HdfsConstants.QUOTA_DONT_SET, NO_ROOM);
            });
    assertRefused(
        run(GRID, experiment),
        "Cannot write tables/v001 to output folder " + out.location(),
        "is exceeded",
        "make room and run the same command");
    assertThat(out.out().names("cells")).hasSize(CELLS);
    assertThat(out.out().names("tables")).isEmpty();

    noQuota("tables");
    CommandLineRun after = run(GRID, new FakeExperiment());
    assertThat(after.code()).as(after.err()).isZero();
    assertThat(after.out()).contains("0 cells trained, 0 failed");
    assertThat(out.out().read("tables/CURRENT")).isEqualTo("v001\n");
    assertThat(run(GRID, new FakeExperiment()).out()).contains("Nothing to do");
  }

  /** A quota of names: the log's first file needs no room yet. */
  @Test
  void anEventLogThatCannotBeWrittenIsSaidInALine() throws Exception {
    assertCompletes(GRID, CELLS);
    hdfs.files().setQuota(out.path("events"), 1, HdfsConstants.QUOTA_DONT_SET);

    Ended refused = process(MORE, System.getProperty("user.name"));
    assertThat(refused.code()).as(refused.err()).isEqualTo(2);
    assertThat(refused.err())
        .hasLineCount(1)
        .startsWith("Cannot write Spark's event log to " + out.location() + "/events: ")
        .contains("is exceeded");
  }

  private void noQuota(String folder) throws IOException {
    hdfs.files().setQuota(out.path(folder), HdfsConstants.QUOTA_RESET, HdfsConstants.QUOTA_RESET);
  }

  /** All cells are there with one row each, and tables. */
  private void assertCompletes(String grid, int cells) throws IOException {
    CommandLineRun run = run(grid, new FakeExperiment());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(CellFiles.done(out.out())).hasSize(cells);
    assertThat(out.out().names("cells")).hasSize(cells);
    assertThat(out.out().exists("tables/CURRENT")).isTrue();
  }

  /** As another process sees it, with what is logged to its error stream. */
  private Ended process(String text, String user) throws Exception {
    Path grid = Files.writeString(local.resolve("grid.yaml"), text);
    try (NemesisProcess nemesis =
        NemesisProcess.of(FakeNemesis.class.getName())
            .option("--master", "local[1]")
            .environment("HADOOP_USER_NAME", user)
            .start(local, "run", grid.toString(), "--out", out.location())) {
      return nemesis.exit();
    }
  }

  private static void assertRefused(CommandLineRun run, String start, String... named) {
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    String last = run.err().substring(run.err().indexOf("Cannot"));
    assertThat(last).hasLineCount(1).startsWith(start).contains(named).doesNotContain("\tat ");
  }

  private CommandLineRun run(String text, Experiment experiment, String... options)
      throws IOException {
    Path grid = Files.writeString(local.resolve("grid.yaml"), text);
    List<String> args = new ArrayList<>(List.of("run", grid.toString(), "--out", out.location()));
    args.addAll(hdfs.options());
    args.addAll(List.of(options));
    if (!args.contains("--master")) {
      args.addAll(List.of("--master", "local[1]"));
    }
    return CommandLineRun.of(experiment, args.toArray(String[]::new));
  }
}
