package dev.nemesis.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.spark.CommandLineRun;
import dev.nemesis.spark.run.ClipExperiment;
import dev.nemesis.spark.run.Experiment;
import dev.nemesis.spark.run.FakeExperiment;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.DamagedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.hdfs.MiniDFSCluster.DataNodeProperties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A grid with its output on a real HDFS, trained for real; and datanodes that are lost. */
class HdfsGridTest {
  private static final String GRID =
      """
      name: tiny
      weights: mini
      vocab: mini
      axes: {method: [zeroshot, coop], seed: [1, 2], loss: [none, pan]}
      settings: {dataset: mini-tiles, shots: 1, epochs: 1, views: 0}
      """;
  private static final int CELLS = 1 + 2 * 2;

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
  void aGridIsTrainedResumedAndAskedQuestionsOnHdfs() throws IOException {
    CommandLineRun first = run(new ClipExperiment());
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out()).contains(CELLS + " cells trained, 0 failed", out.location());
    assertThat(out.allFiles())
        .contains("tables/CURRENT", "tables/v001/views.sql", "grid.json", "datasets.json")
        .anyMatch(file -> file.startsWith("features/"))
        .anyMatch(file -> file.startsWith("events/"))
        .noneMatch(file -> file.contains("/."));
    assertThat(out.out().names("cells")).hasSize(CELLS);

    List<String> files = out.allFiles();
    CommandLineRun again = run(new ClipExperiment());
    assertThat(again.out()).contains("Nothing to do: all " + CELLS + " cells");
    assertThat(out.allFiles()).as("a run with nothing to do").isEqualTo(files);

    assertThat(command("status").out()).contains("done     " + CELLS, "none at work");
    assertThat(sql("SELECT count(*) AS cells FROM results")).contains("[{\"cells\":" + CELLS);
    assertThat(command("report").out()).contains(out.location() + "/report/index.html");
    assertThat(out.allFiles())
        .contains(
            "report/index.html",
            "report/tables/table_a5.md",
            "report/tables/table_a5.csv",
            "report/tables/table_a5.tex",
            "report/tables/tables.tex",
            "report/figures/figure_2.png",
            "report/figures/figure_2.svg");
    String cell = CellFiles.done(out.out()).keySet().stream().findFirst().orElseThrow();
    CommandLineRun rerun = command("rerun", "--cell", cell, "--master", "local[2]");
    assertThat(rerun.code()).as(rerun.err()).isZero();
    assertThat(sql("SELECT max(attempt) AS latest FROM results")).contains("[{\"latest\":1}");
  }

  @Test
  void aDatanodeLostWhileCellsAreWrittenLosesNoneAndNoHalfOneIsLeft() throws Exception {
    AtomicReference<DataNodeProperties> lost = new AtomicReference<>();
    try {
      Experiment experiment =
          Interfering.with(
              new ClipExperiment(),
              start -> {
                if (start == 3) {
                  lost.set(hdfs.stopDatanode(0));
                }
              });
      CommandLineRun run = run(experiment, "--bundle", "1");
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.out()).contains(CELLS + " cells trained, 0 failed");
      assertThat(DamagedFiles.find(out.out())).isEmpty();
      assertThat(sql("SELECT count(DISTINCT cell_id) AS cells, count(*) AS n FROM results"))
          .contains("[{\"cells\":5,\"n\":5}");
      assertThat(out.allFiles()).noneMatch(file -> file.contains("/."));
    } finally {
      hdfs.restart(lost.get());
    }
  }

  @Test
  void aFileWhoseOnlyDatanodeIsAwayIsNotDamagedButOneThatWasChangedIs() throws Exception {
    assertThat(run(new FakeExperiment()).code()).isZero();
    String cell = "cells/" + out.out().names("cells").get(0);
    byte[] content = out.bytes(cell);
    out.out().delete(cell);
    try (FSDataOutputStream once =
        hdfs.files().create(out.path(cell), true, 1 << 12, (short) 1, Hdfs.BLOCK_BYTES)) {
      once.write(content);
    }
    List<String> files = out.allFiles();

    DataNodeProperties away = hdfs.stopDatanodeOf(out.path(cell));
    try {
      CommandLineRun run = run(new FakeExperiment());
      assertThat(run.code()).as(run.err()).isEqualTo(2);
      assertThat(run.err()).hasLineCount(1).startsWith("Cannot read " + cell).contains("block");
      assertThat(out.allFiles()).as("nothing is moved or written").isEqualTo(files);
    } finally {
      hdfs.restart(away);
    }
    CommandLineRun after = run(new FakeExperiment());
    assertThat(after.code()).as(after.err()).isZero();
    assertThat(out.bytes(cell)).isEqualTo(content);
    assertThat(out.out().exists(DamagedFiles.FOLDER)).isFalse();

    content[content.length / 2] ^= 1;
    out.write(cell, content);
    CommandLineRun damaged = run(new FakeExperiment());
    assertThat(damaged.code()).as(damaged.err()).isZero();
    assertThat(damaged.err()).contains(cell + " is damaged", "moved to damaged");
    assertThat(damaged.out()).contains("1 cells trained, 0 failed");
    assertThat(out.bytes("damaged/" + cell)).isEqualTo(content);
  }

  private CommandLineRun run(Experiment experiment, String... options) throws IOException {
    Path grid = Files.writeString(local.resolve("grid.yaml"), GRID);
    List<String> args = new ArrayList<>(List.of("run", grid.toString(), "--out", out.location()));
    args.addAll(List.of("--master", "local[2]"));
    args.addAll(hdfs.options());
    args.addAll(List.of(options));
    return CommandLineRun.of(experiment, args.toArray(String[]::new));
  }

  private CommandLineRun command(String... words) {
    List<String> args = new ArrayList<>(List.of(words));
    args.addAll(List.of("--out", out.location()));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private String sql(String query) {
    CommandLineRun sql = command("sql", query, "--format", "json", "--master", "local[1]");
    assertThat(sql.code()).as(sql.err()).isZero();
    return sql.out().replaceAll("\\R", "");
  }
}
