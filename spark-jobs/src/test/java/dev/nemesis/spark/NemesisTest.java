package dev.nemesis.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.spark.run.FakeExperiment;
import dev.nemesis.spark.run.Lease;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command line on real Spark and real files, with a training that is quick and fake. */
class NemesisTest {
  private static final String GRID =
      """
      name: small
      axes:
        method: [zeroshot, coop]
        dataset: [red, blue]
        seed: [1, 2, 3]
        loss: [none, pan]
        omega: [1, 10]
      settings: {shots: 4, epochs: 2, ctx_len: 3}
      """;

  /** Every letter that a URI, a pattern of names or a query would take for something else. */
  private static final String ODD = "my out:1 [a-c] {d,e} 100%20 ?*#'\"\\ ";

  private static final int CELLS = 2 * (1 + 3 * (1 + 2));

  private static final Map<List<String>, Path> FINISHED = new HashMap<>();

  @TempDir static Path finishedGrids;

  @TempDir Path folder;
  private Path out;
  private final StringWriter stdout = new StringWriter();
  private final StringWriter stderr = new StringWriter();

  @BeforeEach
  void nothingIsTrainedYet() {
    FakeExperiment.TRAINED.clear();
    out = folder.resolve(ODD);
  }

  @Test
  void aGridRunsAndItsResultsAnswerQueries() throws IOException {
    assertThat(run(GRID)).isZero();

    assertThat(FakeExperiment.TRAINED).hasSize(CELLS).doesNotHaveDuplicates();
    assertThat(stdout.toString()).contains(CELLS + " cells trained, 0 failed");
    assertThat(stdout.toString())
        .contains("nemesis report --out '" + out.toString().replace("'", "'\\''") + "'")
        .contains("| Zero-shot CLIP |", "| CoOp (L = 3) |", "| CoOp + PAN (ω = 10, L = 3) |")
        .doesNotContain("trained cells");
    assertThat(stderr.toString())
        .contains("cells: " + CELLS + " done, 0 running, 0 failed of " + CELLS);
    assertThat(
            sql(
                "SELECT loss, omega, round(avg(accuracy), 2) AS mean FROM results WHERE dataset = 'red'"
                    + " AND method = 'coop' GROUP BY loss, omega ORDER BY loss, omega"))
        .hasToString(
            "[{\"loss\":\"none\",\"omega\":0.0,\"mean\":54.02},"
                + "{\"loss\":\"pan\",\"omega\":1.0,\"mean\":54.12},"
                + "{\"loss\":\"pan\",\"omega\":10.0,\"mean\":55.02}]");
    assertThat(
            sql(
                "SELECT count(*) AS n, count(DISTINCT cell_id) AS cells, max(norms[2]) AS norm"
                    + " FROM epochs"))
        .hasToString("[{\"n\":36,\"cells\":18,\"norm\":2.5}]");
    assertThat(
            sql(
                "SELECT method, min(final_norm) AS norm, min(status) AS status, count(*) AS n"
                    + " FROM results GROUP BY method ORDER BY method"))
        .hasToString(
            "[{\"method\":\"coop\",\"norm\":2.5,\"status\":\"done\",\"n\":18},"
                + "{\"method\":\"zeroshot\",\"norm\":null,\"status\":\"done\",\"n\":2}]");
    assertThat(sql("SELECT count(*) AS n, min(learned[0].shape[1]) AS l FROM prompts"))
        .hasToString("[{\"n\":18,\"l\":3}]");
    assertThat(sql("SELECT count(*) AS n, min(target) AS t FROM evaluations"))
        .hasToString("[{\"n\":20,\"t\":\"blue\"}]");
    assertThat(Files.readString(out.resolve("tables/CURRENT"))).isEqualTo("v001\n");
    assertThat(out.resolve("tables/v001/results/_SUCCESS")).exists();
  }

  @Test
  void everyMethodIsTrainedAndFoundInTablesAndReport() throws IOException {
    String grid =
        """
        name: methods
        axes:
          method: [zeroshot, coop, plot, cocoop]
          loss: [none, mix]
          class_token_position: [end, front]
        settings: {dataset: red, epochs: 2, omega: 1, pan_omega: 50, prompts: 2}
        """;

    assertThat(run(grid)).as(stderr.toString()).isZero();

    assertThat(nemesis("report", "--out", out.toString(), "--master", "local[1]")).isZero();
    assertThat(Files.readString(out.resolve("report/tables/few_shot.md")).lines())
        .filteredOn(line -> line.startsWith("| "))
        .extracting(line -> line.substring(2, line.indexOf(" | ")))
        .containsSubsequence(
            "Zero-shot CLIP",
            "CoOp",
            "CoOp (class name at the front)",
            "CoOp + PUN + PAN (β = 0.5, ω = 1, PAN's ω = 50)",
            "PLOT (2 prompts)",
            "CoCoOp")
        .hasSize(2 + 1 + 3 * 2 * 2);
    String variants =
        "SELECT concat_ws(' ', method, max(prompts), max(pan_omega), count(*)) AS v FROM results"
            + " WHERE method = 'zeroshot' OR class_token_position = 'front' GROUP BY method";
    assertThat(sql(variants + " ORDER BY method"))
        .extracting(row -> row.get("v").asText())
        .containsExactly("cocoop 1 50.0 2", "coop 1 50.0 2", "plot 2 50.0 2", "zeroshot 1");
  }

  @Test
  void runAgainDoesNothingAndSaysSo() {
    finished();
    FakeExperiment.TRAINED.clear();

    assertThat(run(GRID)).isZero();
    assertThat(FakeExperiment.TRAINED).isEmpty();
    assertThat(stdout.toString()).contains("Nothing to do: all " + CELLS + " cells of grid small");
  }

  @Test
  void deletingThreeCellsTrainsExactlyThoseAgain() throws IOException {
    finished();
    FakeExperiment.TRAINED.clear();
    List<Path> deleted = cellFiles().subList(4, 7);
    for (Path file : deleted) {
      Files.delete(file);
    }

    assertThat(run(GRID)).isZero();
    assertThat(FakeExperiment.TRAINED)
        .containsExactlyInAnyOrderElementsOf(
            deleted.stream().map(file -> name(file).replace("-a0.parquet", "")).toList());
    assertThat(deleted).allSatisfy(file -> assertThat(file).exists());
  }

  @Test
  void aNewSeedInTheSameFolderTrainsItsCellsAlone() {
    finished();
    FakeExperiment.TRAINED.clear();

    assertThat(run(GRID, "--set", "seed=[1,2,3,4]")).isZero();
    assertThat(FakeExperiment.TRAINED).hasSize(6).allMatch(id -> id.contains("-s4-"));
    assertThat(out.resolve("grids")).isDirectoryContaining(f -> name(f).startsWith("0002-"));
  }

  @Test
  void rerunAddsAnAttemptOfWhichTheTablesShowTheLatestAlone() {
    finished();
    FakeExperiment.TRAINED.clear();
    List<Path> before = cellFiles();
    String id = name(before.get(3)).replace("-a0.parquet", "");

    String beginning = id.substring(0, id.length() - 5);
    assertThat(
            nemesis("rerun", "--out", out.toString(), "--master", "local[2]", "--cell", beginning))
        .isZero();
    assertThat(FakeExperiment.TRAINED).containsExactly(id);
    assertThat(cellFiles())
        .containsAll(before)
        .hasSize(CELLS + 1)
        .contains(out.resolve("cells/" + id + "-a1.parquet"));
    assertThat(sql("SELECT attempt FROM results WHERE cell_id = '" + id + "'"))
        .hasToString("[{\"attempt\":1}]");

    FakeExperiment.TRAINED.clear();
    nemesis(
        "rerun",
        "--out",
        out.toString(),
        "--master",
        "local[2]",
        "--where",
        "dataset = 'red' AND seed = 2 AND omega = 10");
    assertThat(FakeExperiment.TRAINED).hasSize(1).allMatch(cell -> cell.contains("pan-w10-s2"));
  }

  @Test
  void aFailingCellOrBundleLeavesTheOthersAndItsReason() {
    int code = run(GRID, "--set", "seed=[1,13]", "--set", "dataset=[red,exploding]");

    assertThat(code).isEqualTo(1);
    assertThat(FakeExperiment.TRAINED).hasSize(1 + 3).allMatch(id -> id.startsWith("red"));
    assertThat(
            sql(
                "SELECT dataset, stage, message, count(*) AS n FROM failures"
                    + " GROUP BY ALL ORDER BY dataset"))
        .hasToString(
            "[{\"dataset\":\"exploding\",\"stage\":\"train\","
                + "\"message\":\"IllegalStateException: all of it\",\"n\":7},"
                + "{\"dataset\":\"red\",\"stage\":\"train\","
                + "\"message\":\"ArithmeticException: the loss is NaN\",\"n\":3}]");
    assertThat(
            sql(
                "SELECT status, count(*) AS n, count(accuracy) AS a FROM results GROUP BY status"
                    + " ORDER BY status"))
        .hasToString(
            "[{\"status\":\"done\",\"n\":4,\"a\":4},{\"status\":\"failed\",\"n\":10,\"a\":0}]");

    assertThat(nemesis("rerun", "--out", out.toString(), "--master", "local[2]", "--failed"))
        .isEqualTo(1);
    assertThat(sql("SELECT max(attempt) AS a, count(*) AS n FROM failures"))
        .hasToString("[{\"a\":1,\"n\":20}]");

    stdout.getBuffer().setLength(0);
    nemesis("status", "--out", out.toString());
    assertThat(stdout.toString())
        .contains("cells    14", "done     4", "failed   10: 10 bug", "missing  0")
        .contains("driver   none at work", "failed: exploding-4shot-coop-none-s1-");
  }

  @Test
  void aBackboneWhoseWeightsCannotBeUsedFailsItsOwnCellsAlone() {
    String[] two = {
      "--set", "weights={good: /w/good.st, bad: /w/spoilt.st}",
      "--set", "backbone=[good,bad]",
      "--set", "dataset=red",
      "--set", "seed=1",
      "--set", "omega=1"
    };

    assertThat(run(GRID, two)).isEqualTo(1);

    assertThat(FakeExperiment.TRAINED).hasSize(3);
    assertThat(
            sql(
                "SELECT backbone, stage, kind, message, count(*) AS n FROM failures"
                    + " GROUP BY ALL"))
        .hasToString(
            "[{\"backbone\":\"spoilt\",\"stage\":\"weights\",\"kind\":\"data\","
                + "\"message\":\"InputException: Cannot use spoilt as CLIP weights\",\"n\":3}]");
    assertThat(stderr.toString().lines().filter(line -> line.startsWith("failed: "))).hasSize(3);
  }

  @Test
  void eachFailureIsOneLineWithItsKindWhenItHappens() {
    run(GRID, "--set", "seed=[1,13,14]", "--set", "dataset=red", "--set", "omega=1");

    assertThat(stderr.toString().lines().filter(line -> line.startsWith("failed: ")))
        .hasSize(4)
        .anyMatch(
            line ->
                line.matches(
                    "failed: red-4shot-coop-none-s13-\\S+ \\(bug in train, attempt 0 on \\S+\\):"
                        + " ArithmeticException: the loss is NaN"))
        .anyMatch(
            line ->
                line.matches(
                    "failed: red-4shot-coop-pan-w1-s14-\\S+ \\(diverged in train.* step 2.*"));
    assertThat(sql("SELECT kind, count(*) AS n FROM failures GROUP BY ALL ORDER BY 1"))
        .hasToString("[{\"kind\":\"bug\",\"n\":2},{\"kind\":\"diverged\",\"n\":2}]");
  }

  @Test
  void whatDivergedIsNotTriedAgainUnlessAskedFor() {
    assertThat(run(GRID, "--set", "seed=[1,14]", "--set", "dataset=red", "--set", "omega=1"))
        .isEqualTo(1);
    FakeExperiment.TRAINED.clear();
    stdout.getBuffer().setLength(0);

    assertThat(run(GRID, "--set", "seed=[1,14]", "--set", "dataset=red", "--set", "omega=1"))
        .isEqualTo(1);

    assertThat(stdout.toString())
        .contains("Nothing to do: 3 cells are done")
        .contains("2 cells diverged in an earlier run and would again")
        .contains("change the grid and run it");
    assertThat(nemesis("rerun", "--out", out.toString(), "--master", "local[2]", "--failed"))
        .isEqualTo(1);
    assertThat(stdout.toString()).contains("2 cells diverged and would again: change the grid");
    String id = sql("SELECT min(cell_id) AS id FROM failures").get(0).get("id").asText();
    assertThat(nemesis("rerun", "--out", out.toString(), "--master", "local[2]", "--cell", id))
        .isEqualTo(1);
    assertThat(sql("SELECT max(attempt) AS a, count(*) AS n FROM failures"))
        .hasToString("[{\"a\":1,\"n\":3}]");
  }

  @Test
  void aFailureCountsForTheGridAsItIs() {
    assertThat(run(GRID, "--set", "seed=[1,13]", "--set", "dataset=red", "--set", "omega=1"))
        .isEqualTo(1);
    assertThat(stdout.toString()).contains("2 cells failed and have no result");
    stdout.getBuffer().setLength(0);

    assertThat(run(GRID, "--set", "seed=[1,2]", "--set", "dataset=red", "--set", "omega=1"))
        .isZero();

    assertThat(stdout.toString()).contains("2 cells trained, 0 failed").doesNotContain("†");
    assertThat(stdout.toString()).doesNotContain("no result");
    assertThat(sql("SELECT status, count(*) AS n FROM planned GROUP BY ALL"))
        .hasToString("[{\"status\":\"done\",\"n\":5}]");
    assertThat(sql("SELECT count(*) AS n FROM failures")).hasToString("[{\"n\":2}]");
    stdout.getBuffer().setLength(0);
    assertThat(nemesis("rerun", "--out", out.toString(), "--master", "local[2]", "--failed"))
        .isZero();
    assertThat(stdout.toString()).startsWith("Nothing to do: no cell's latest attempt failed");
  }

  /** The bundle that never ends would keep the run from ending, but for the failure beside it. */
  @Test
  void failFastEndsTheRunAtTheFirstFailureAndItGoesOnLater() {
    String[] set = {"--set", "seed=[1]", "--set", "omega=1", "--set", "method=coop"};
    List<String> options = new ArrayList<>(List.of(set));
    options.addAll(List.of("--set", "dataset=[exploding,endless]", "--fail-fast"));

    assertThat(run(GRID, options.toArray(String[]::new))).isEqualTo(1);

    assertThat(stderr.toString()).contains("stopped at the first failure");
    assertThat(stdout.toString()).contains("0 cells trained, 2 failed", "2 cells were not tried");
    options.set(options.size() - 2, "dataset=[red,exploding]");
    options.remove(options.size() - 1);
    assertThat(run(GRID, options.toArray(String[]::new))).isEqualTo(1);
    assertThat(FakeExperiment.TRAINED).hasSize(2).allMatch(id -> id.startsWith("red-"));
  }

  @Test
  void aDamagedCellFileIsReportedMovedAsideAndItsCellTrainedAgain() throws IOException {
    finished();
    Path file = cellFiles().get(3);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    String id = name(file).replace("-a0.parquet", "");
    FakeExperiment.TRAINED.clear();
    stdout.getBuffer().setLength(0);

    assertThat(nemesis("plan", grid(GRID), "--out", out.toString(), "--why")).isZero();
    assertThat(stdout.toString())
        .contains("to train 1", "runs  " + id + "  cells/" + name(file) + " is damaged: ");
    assertThat(file).as("plan changes nothing").exists();
    assertThat(refused("sql", "SELECT avg(accuracy) FROM results"))
        .startsWith("Cannot run the query SELECT avg(accuracy) FROM results: [FAILED_READ_FILE")
        .contains(name(file), "it may be damaged");

    assertThat(run(GRID)).isZero();
    assertThat(stderr.toString())
        .contains("cells/" + name(file) + " is damaged: ", "moved to damaged");
    assertThat(out.resolve("damaged/cells/" + name(file))).exists();
    assertThat(FakeExperiment.TRAINED).containsExactly(id);
    assertThat(sql("SELECT attempt, count(*) AS n FROM results GROUP BY ALL ORDER BY 1"))
        .hasToString("[{\"attempt\":0,\"n\":19},{\"attempt\":1,\"n\":1}]");
  }

  @Test
  void whatAKilledWriterLeftAndFilesOfOthersAreNeitherReadNorTouched() throws IOException {
    finished("--set", "dataset=red", "--set", "seed=1");
    byte[] whole = Files.readAllBytes(cellFiles().get(0));
    List<Path> others =
        List.of(
            Files.write(out.resolve("cells/.red-x-a0.parquet.1f"), Arrays.copyOf(whole, 1000)),
            Files.write(out.resolve("cells/other.parquet"), Arrays.copyOf(whole, 1000)),
            Files.writeString(out.resolve("cells/notes.txt"), "mine"),
            Files.createDirectory(out.resolve("cells/mine")));
    FakeExperiment.TRAINED.clear();

    assertThat(run(GRID, "--set", "dataset=red", "--set", "seed=[1,2]")).isZero();

    assertThat(FakeExperiment.TRAINED).hasSize(3).allMatch(id -> id.contains("-s2-"));
    assertThat(sql("SELECT count(*) AS n, count(DISTINCT cell_id) AS cells FROM results"))
        .hasToString("[{\"n\":7,\"cells\":7}]");
    assertThat(others).allSatisfy(file -> assertThat(file).exists());
    assertThat(out.resolve("damaged")).doesNotExist();
  }

  @Test
  void planSaysOfEachCellWhetherItRunsAndWhy() {
    run(GRID, "--set", "dataset=red", "--set", "seed=[1,13,14]", "--set", "omega=1");
    stdout.getBuffer().setLength(0);

    nemesis(
        "plan",
        grid(GRID),
        "--out",
        out.toString(),
        "--why",
        "--set",
        "dataset=red",
        "--set",
        "seed=[1,2,13,14]",
        "--set",
        "omega=1");
    assertThat(stdout.toString().lines().filter(line -> line.matches("(runs|stays) .*")))
        .hasSize(9)
        .anyMatch(line -> line.matches("stays red-zeroshot-\\S+  done, attempt 0"))
        .anyMatch(line -> line.matches("stays red-4shot-coop-none-s1-\\S+  done, attempt 0"))
        .anyMatch(line -> line.matches("runs  red-4shot-coop-none-s2-\\S+  never trained"))
        .anyMatch(line -> line.matches("runs  \\S+none-s13-\\S+  failed before, bug: .*NaN"))
        .anyMatch(line -> line.matches("stays \\S+none-s14-\\S+  diverged: .*it would again"));

    stdout.getBuffer().setLength(0);
    nemesis(
        "plan",
        grid(GRID),
        "--out",
        out.toString(),
        "--why",
        "--set",
        "dataset=red",
        "--set",
        "seed=1",
        "--set",
        "omega=1",
        "--set",
        "lr=0.5",
        "--set",
        "epochs=3");
    assertThat(stdout.toString().lines().filter(line -> line.startsWith("runs ")))
        .hasSize(2)
        .allMatch(
            line ->
                line.matches(
                    ".*unlike red-4shot-coop-\\S+: optimizer.epochs 3, was 2, optimizer.lr 0.5,"
                        + " was 0.002"));
  }

  @Test
  void whiteSpaceAndCommentsInAGridFileRunNothingAgain() {
    finished();
    FakeExperiment.TRAINED.clear();

    run("# mine\n" + GRID.replace("settings: {shots: 4,", "settings:   {shots:   4,") + "\n\n");

    assertThat(FakeExperiment.TRAINED).isEmpty();
  }

  @Test
  void aFolderThatANewerVersionWroteIsLeftAlone() throws IOException {
    finished("--set", "dataset=red", "--set", "seed=1");
    Path manifest = out.resolve("grid.json");
    String newer = Files.readString(manifest).replace("\"layout\" : 1", "\"layout\" : 9");
    Files.writeString(manifest, newer);

    for (String command : List.of("sql", "rerun")) {
      String[] what = command.equals("sql") ? new String[] {"SELECT 1"} : new String[] {"--failed"};
      assertThat(refused(command, what)).contains("a newer version", "layout 9");
    }
    stderr.getBuffer().setLength(0);
    assertThat(run(GRID)).isEqualTo(2);
    assertThat(stderr.toString()).hasLineCount(1).contains("a newer version", "layout 9");
    assertThat(manifest).hasContent(newer);
  }

  @Test
  void aSecondDriverIsRefusedInOneLineWhileTheFirstHasTheFolder() throws IOException {
    finished("--set", "dataset=red", "--set", "seed=1");
    FakeExperiment.TRAINED.clear();

    try (Lease lease = Lease.take(OutFolder.at(out.toString(), new Configuration()))) {
      lease.check();
      stderr.getBuffer().setLength(0);
      assertThat(run(GRID)).isEqualTo(2);
      assertThat(stderr.toString())
          .hasLineCount(1)
          .startsWith("Cannot write to output folder " + out + ": another driver works there");
      stdout.getBuffer().setLength(0);
      Files.writeString(
          out.resolve("progress.json"),
          """
          {"at": "then", "line": "cells: 1 done of 3", "bundles": [{"id": "b", "cells": 2,
            "host": "far", "executor": "7", "epoch": 12, "epochs": 50, "since": "before"}]}
          """);
      nemesis("status", "--out", out.toString());
      assertThat(stdout.toString())
          .contains("driver   process " + ProcessHandle.current().pid() + " on ")
          .contains("at       then: cells: 1 done of 3")
          .contains("running: b on far (executor 7), 12 of 50 epochs, since before");
    }
    assertThat(FakeExperiment.TRAINED).isEmpty();
    assertThat(run(GRID)).isZero();
  }

  @Test
  void theSameAnswerComesAsTableCsvAndJson() throws IOException {
    finished("--set", "dataset=red", "--set", "seed=1");
    String query =
        "SELECT method, loss, 'a,\"b' AS `odd name`, array(1, 2) AS list, omega FROM results"
            + " WHERE omega IS NULL OR omega = 10 ORDER BY method";

    assertThat(output("table", query))
        .isEqualTo(
            """
            method    loss  odd name  list   omega
            coop      pan   a,"b      [1,2]  10.0
            zeroshot  none  a,"b      [1,2]
            """);
    assertThat(output("csv", query))
        .isEqualTo(
            """
            method,loss,"odd name",list,omega
            coop,pan,"a,""b","[1,2]",10.0
            zeroshot,none,"a,""b","[1,2]",
            """);
    assertThat(new ObjectMapper().readTree(output("json", query)))
        .hasToString(
            "[{\"method\":\"coop\",\"loss\":\"pan\",\"odd name\":\"a,\\\"b\",\"list\":[1,2],"
                + "\"omega\":10.0},{\"method\":\"zeroshot\",\"loss\":\"none\","
                + "\"odd name\":\"a,\\\"b\",\"list\":[1,2],\"omega\":null}]");
  }

  @Test
  void planSaysWhatRunWouldDoWithoutDoingIt() {
    assertThat(nemesis("plan", grid(GRID), "--out", out.toString(), "--bundle", "5")).isZero();

    assertThat(stdout.toString())
        .contains(
            "cells    20",
            "done     0",
            "bundles  6 of at most 5 cells",
            "steps    36,",
            "features 2,000 images to encode, 128.0 KB");
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --set omgea=1           | there is no key omgea; the nearest is omega
          --set tau=2             | use --set tau=2: give a number between 0 and 1
          --set method=plop       | use --set method=plop: give one of zeroshot
          --set ctx_init=a_dog    | use ctx_len: 3 with ctx_init: "a dog"
          --set dataset=[absent]  | find dataset absent
          --bundle 0         | use --bundle 0
          --bundle many      | 'many' is not an int
          --unknown               | Unknown option: '--unknown'
          --fail-fats             | Unknown option: '--fail-fats'; did you mean --fail-fast?; see nemesis run --help
          --driver-memory 4g      | --driver-memory counts before the program starts; give it to submit/nemesis
          --set seed=1,2          | a list is --set seed=[1,2]
          """)
  void wrongInputIsOneLineAndExitCodeTwoBeforeAnythingIsTrained(String options, String message) {
    assertThat(run(GRID, options.split(" "))).isEqualTo(2);

    assertThat(stderr.toString()).startsWith("Cannot ").contains(message).hasLineCount(1);
    assertThat(out).doesNotExist();
  }

  @Test
  void whatAnExecutorFindsWrongWithAnInputIsOneLineToo() {
    assertThat(run(GRID, "--set", "dataset=torn")).isEqualTo(2);

    assertThat(stderr.toString())
        .isEqualTo("Cannot read image torn.png; mend it" + System.lineSeparator());
    assertThat(FakeExperiment.TRAINED).isEmpty();
  }

  @Test
  void aFolderOfAnotherGridOrOfSomethingElseIsRefused() throws IOException {
    finished("--set", "dataset=red", "--set", "seed=1");

    assertThat(run(GRID, "--set", "name=other")).isEqualTo(2);
    assertThat(stderr.toString())
        .endsWith("it belongs to grid small; give another folder" + System.lineSeparator());

    out = Files.createDirectory(folder.resolve("letters"));
    Files.writeString(out.resolve("dear.txt"), "friend");
    assertThat(run(GRID)).isEqualTo(2);
    assertThat(stderr.toString()).contains("it holds other files and no grid.json");
  }

  @Test
  void aQueryOrAChoiceOfCellsThatCannotBeIsOneLine() {
    finished("--set", "dataset=red", "--set", "seed=1");
    List<String> queries =
        List.of(
            "SELECT nothing FROM results", "SELEKT 1", "SELECT 1 / (omega - omega) FROM results");

    for (String query : queries) {
      assertThat(refused("sql", query)).startsWith("Cannot run the query " + query + ": [");
    }
    assertThat(refused("rerun", "--cell", "nobody")).startsWith("Cannot find cell nobody");
    assertThat(refused("rerun", "--cell", "red-4shot"))
        .startsWith("Cannot tell which cell red-4shot is: 3 begin like that (red-4shot-coop-none-");
    assertThat(refused("rerun", "--where", "seed === 1")).startsWith("Cannot use --where seed");
    assertThat(refused("rerun", "--where", "seed = 99"))
        .startsWith("Cannot find a cell with --where seed = 99");
    assertThat(FakeExperiment.TRAINED).as("nothing more is trained").isEmpty();
  }

  @Test
  void aFolderThatIsNoOutputFolderIsNamed() {
    assertThat(nemesis("status", "--out", folder.toString())).isEqualTo(2);
    assertThat(nemesis("rerun", "--out", folder.toString(), "--failed")).isEqualTo(2);
    assertThat(nemesis("sql", "--out", folder.toString(), "SELECT 1")).isEqualTo(2);
    assertThat(stderr.toString().lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("Cannot find grid.json in " + folder));
  }

  @Test
  void aQueryMayBeginWithAComment() throws IOException {
    finished("--set", "dataset=red", "--set", "seed=1");

    assertThat(sql("-- how many?\nSELECT count(*) AS n FROM results").toString())
        .isEqualTo("[{\"n\":4}]");
    assertThat(sql("--a=b\n/* c */ SELECT count(*) AS n FROM results").toString())
        .isEqualTo("[{\"n\":4}]");
    assertThat(refused("sql", "--fiel")).contains("Unknown option: '--fiel'; did you mean --file?");
  }

  @Test
  void theProgramSaysItsVersionsAndWhatWasMisspelt() {
    assertThat(nemesis("--version")).isZero();
    assertThat(stdout.toString()).containsPattern("nemesis \\S+\\s+Spark 4\\S+\\s+Java 17\\S*");

    assertThat(nemesis("stauts", "--out", "x")).isEqualTo(2);
    assertThat(stderr.toString()).hasLineCount(1).contains("'stauts'", "did you mean status?");
  }

  @Test
  void bashCompletesCommandsAndOptions() throws Exception {
    assertThat(nemesis("generate-completion")).isZero();
    Path script = Files.writeString(folder.resolve("completion"), stdout.toString());
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "source completion; COMP_WORDS=(submit/nemesis run g.yaml --prop); COMP_CWORD=3;"
                    + " COMP_LINE='submit/nemesis run g.yaml --prop'; _complete_nemesis;"
                    + " echo ${COMPREPLY[@]}")
            .directory(script.getParent().toFile())
            .start();

    assertThat(new String(bash.getInputStream().readAllBytes(), UTF_8).strip())
        .isEqualTo("--properties-file");
  }

  @Test
  void theHelpOfRunHasTheLaunchersOptions() {
    assertThat(nemesis("run", "--help")).isZero();
    assertThat(stdout.toString())
        .contains("--properties-file", "--driver-memory", "--executor-memory", "--print-command");
    assertThat(nemesis("rerun", "--out", "x", "--failed", "--set", "seed=3")).isEqualTo(2);
    assertThat(stderr.toString())
        .hasLineCount(1)
        .contains("change the grid, and 'nemesis run GRID --set seed=3'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan",
        "run",
        "status",
        "rerun",
        "sql",
        "report",
        "pretrain",
        "words",
        "reproduce",
        "export-prompt"
      })
  void everyCommandHasHelp(String command) {
    assertThat(nemesis(command, "--help")).isZero();
    assertThat(stdout.toString()).startsWith("Usage: nemesis " + command).contains("--out");
  }

  /** Has the grid run; tests that begin with the same share the run, each with its own copy. */
  private void finished(String... options) {
    Path kept =
        FINISHED.computeIfAbsent(
            List.of(options),
            key -> {
              out = finishedGrids.resolve("grid" + FINISHED.size());
              assertThat(run(GRID, options)).as(stderr.toString()).isZero();
              return out;
            });
    nothingIsTrainedYet();
    stdout.getBuffer().setLength(0);
    stderr.getBuffer().setLength(0);
    try {
      FileUtils.copyDirectory(kept.toFile(), out.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int run(String grid, String... options) {
    List<String> args = new ArrayList<>(List.of("run", grid(grid), "--out", out.toString()));
    args.addAll(List.of("--master", "local[2]"));
    args.addAll(Arrays.asList(options));
    return nemesis(args.toArray(String[]::new));
  }

  /** The one line a command ends with that gets something wrong. */
  private String refused(String command, String... args) {
    stderr.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(command, "--out", out.toString()));
    all.addAll(List.of("--master", "local[2]"));
    all.addAll(Arrays.asList(args));
    assertThat(nemesis(all.toArray(String[]::new))).isEqualTo(2);
    assertThat(stderr.toString()).hasLineCount(1);
    return stderr.toString();
  }

  private int nemesis(String... args) {
    CommandLine nemesis = Nemesis.commandLine(new FakeExperiment());
    nemesis.setOut(new PrintWriter(stdout, true));
    nemesis.setErr(new PrintWriter(stderr, true));
    return nemesis.execute(args);
  }

  private String output(String format, String query) {
    stdout.getBuffer().setLength(0);
    assertThat(
            nemesis(
                "sql", "--out", out.toString(), "--master", "local[2]", "--format", format, query))
        .as(stderr.toString())
        .isZero();
    return stdout.toString().replace(System.lineSeparator(), "\n");
  }

  private JsonNode sql(String query) {
    try {
      return new ObjectMapper().readTree(output("json", query));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String grid(String yaml) {
    try {
      return Files.writeString(folder.resolve("grid.yaml"), yaml).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> cellFiles() {
    try (Stream<Path> files = Files.list(out.resolve("cells"))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
