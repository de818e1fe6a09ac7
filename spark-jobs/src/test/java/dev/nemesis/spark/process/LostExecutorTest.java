package dev.nemesis.spark.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.spark.storage.FakeNemesis;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors lost and tasks run twice, on a real cluster of two workers with a core each. */
class LostExecutorTest {
  private static final int EPOCHS = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static LocalCluster cluster;
  private static Survivor survivor;

  @BeforeAll
  static void startCluster() {
    cluster = LocalCluster.start(folder, "--workers", "2", "--cores", "1");
    survivor = new Survivor(folder, EPOCHS);
  }

  @AfterAll
  static void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /**
   * Each executor has trained a bundle, and is held back in the middle of its next: one is killed.
   */
  @Test
  void anExecutorKilledInTheMiddleOfABundleCostsThatBundleAlone() throws Exception {
    Path out = folder.resolve("out");
    Gate gate = Gate.shut(folder.resolve("gate"), 2);
    Map<String, String> before;
    try (LoopingReader reader = new LoopingReader(out);
        NemesisProcess run = survivor.runBehind(gate, launch(Gate.class.getName()), out)) {
      run.awaitWhileAlive(() -> gate.holds(2));
      before = Survivor.cells(out);
      cluster.killExecutor(cluster.executors().get(0));
      gate.open();
      Ended ended = run.exit();
      assertThat(ended.code()).as(ended.err()).isZero();
      assertThat(ended.out()).contains(Survivor.CELLS + " cells trained, 0 failed");
      reader.assertNoHarm();
    }

    assertThat(before).isNotEmpty();
    assertThat(Survivor.cells(out)).hasSize(Survivor.CELLS).containsAllEntriesOf(before);
    List<JsonNode> again = trainingTasks(out).filter(task -> attempt(task) > 0).toList();
    assertThat(again).as("bundles trained again: the lost executor's").hasSize(1);

    Path quiet = folder.resolve("quiet");
    survivor.runUndisturbed(quiet);
    Survivor.assertCompleteAndEqual(out, Survivor.tables(quiet));
  }

  /**
   * The first task of the slow bundle would never end: that its cells are there means that a second
   * ran beside it. Spark kills the first then, which is no failure.
   */
  @Tag("slow")
  @Test
  void ofTasksThatRunTwiceOneCounts() throws Exception {
    Path grid =
        Files.writeString(
            folder.resolve("speculative.yaml"),
            """
            name: speculative
            axes: {dataset: [slow, red, blue], seed: [1, 2]}
            settings: {shots: 1, epochs: 2}
            """);
    Path out = folder.resolve("speculative");
    NemesisProcess.Launch launch =
        launch(FakeNemesis.class.getName())
            .conf("spark.speculation", "true")
            .conf("spark.speculation.interval", "50ms")
            .conf("spark.speculation.quantile", "0.1")
            .conf("spark.speculation.minTaskRuntime", "50ms")
            .conf("spark.speculation.efficiency.enabled", "false");
    try (LoopingReader reader = new LoopingReader(out);
        NemesisProcess run =
            launch.start(folder, "run", grid.toString(), "--out", out.toString())) {
      Ended ended = run.exit();
      assertThat(ended.code()).as(ended.err()).isZero();
      assertThat(ended.out()).contains("6 cells trained, 0 failed");
      reader.assertNoHarm();
    }

    assertThat(
            trainingTasks(out)
                .filter(task -> task.path("Task Info").path("Speculative").asBoolean()))
        .as("tasks that ran beside another of the same bundle")
        .isNotEmpty();
    Map<String, List<String>> tables = Survivor.tables(out);
    assertThat(Survivor.cells(out)).hasSize(6);
    assertThat(tables.get("results")).hasSize(6);
    assertThat(tables.get("failures")).isEmpty();
  }

  @Test
  void aBundleThatKillsItsExecutorsHasFailedAndTheOthersGoOn() throws Exception {
    Path grid =
        Files.writeString(
            folder.resolve("deadly.yaml"),
            """
            name: deadly
            axes: {dataset: [deadly, red, blue], seed: [1, 2]}
            settings: {shots: 1, epochs: 2}
            """);
    Path out = folder.resolve("deadly");
    try (NemesisProcess run =
        launch(FakeNemesis.class.getName())
            .conf("spark.task.maxFailures", "2")
            .start(folder, "run", grid.toString(), "--out", out.toString())) {
      Ended ended = run.exit();
      assertThat(ended.code()).as(ended.err()).isEqualTo(1);
      assertThat(ended.out()).contains("4 cells trained, 2 failed");
      assertThat(ended.err().lines().filter(line -> line.startsWith("failed: deadly-")))
          .hasSize(2)
          .allMatch(line -> line.contains("(infrastructure in run, attempt 0 on "))
          .allMatch(line -> line.contains("Spark lost its task 2 times"));
    }
    assertThat(Survivor.cells(out)).hasSize(4);
  }

  private static NemesisProcess.Launch launch(String mainClass) {
    Path conf = Shared.projectRoot().resolve("conf/spark/standalone.conf");
    return NemesisProcess.of(mainClass)
        .option("--properties-file", conf.toString())
        .option("--master", cluster.masterUrl())
        .conf("spark.executor.cores", "1")
        .conf("spark.executor.memory", "1g")
        .conf("spark.executor.heartbeatInterval", "1s")
        .conf("spark.eventLog.compress", "false")
        .conf("spark.eventLog.rolling.enabled", "false");
  }

  /** Starts of the tasks of the stage that trains, by Spark's event log. */
  private static Stream<JsonNode> trainingTasks(Path out) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    try (Stream<Path> logs = Files.list(out.resolve("events"))) {
      for (Path log : logs.toList()) {
        for (String line : Files.readAllLines(log)) {
          events.add(JSON.readTree(line));
        }
      }
    }
    List<Integer> stages =
        events.stream()
            .filter(event -> event.path("Event").asText().equals("SparkListenerJobStart"))
            .filter(
                job -> job.path("Properties").path("spark.jobGroup.id").asText().equals("cells"))
            .map(job -> job.path("Stage IDs").path(0).asInt())
            .toList();
    return events.stream()
        .filter(event -> event.path("Event").asText().equals("SparkListenerTaskStart"))
        .filter(task -> stages.contains(task.path("Stage ID").asInt()));
  }

  private static int attempt(JsonNode task) {
    return task.path("Task Info").path("Attempt").asInt();
  }
}
