package dev.nemesis.spark.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.nemesis.spark.feature.TaskDevice;
import dev.nemesis.spark.session.Sessions;
import dev.nemesis.tensor.Devices;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real cluster of several processes: GPUs (simulated), executors that die, a grid. */
class ClusterTest {
  private static final int EXECUTORS = 4;
  private static final String GRID =
      """
      name: tiny
      weights: mini
      vocab: mini
      axes: {method: [zeroshot, coop], seed: [1, 2], loss: [none, pan]}
      settings: {dataset: mini-tiles, shots: 1, epochs: 1, views: 0}
      """;
  private static final int CELLS = 1 + 2 * 2;

  /** Two cores and two GPUs a worker, for two executors each. */
  private static final Map<String, String> ONE_GPU_AN_EXECUTOR =
      Map.of(
          "spark.executor.cores",
          "1",
          "spark.executor.memory",
          "512m",
          "spark.executor.resource.gpu.amount",
          "1",
          "spark.task.resource.gpu.amount",
          "1",
          TaskDevice.SIMULATED,
          "true",
          // Nothing is computed before all executors are there.
          "spark.scheduler.minRegisteredResourcesRatio",
          "1.0",
          "spark.scheduler.maxRegisteredResourcesWaitingTime",
          "60s",
          "spark.cores.max",
          "" + EXECUTORS,
          "spark.executor.extraJavaOptions",
          "-XX:TieredStopAtLevel=1",
          "spark.executor.extraClassPath",
          LocalCluster.EXECUTOR_CLASSES);

  @TempDir static Path folder;
  private static LocalCluster cluster;

  @BeforeAll
  static void startCluster() {
    cluster = LocalCluster.start(folder, "--workers", "2", "--cores", "2", "--gpus", "2");
  }

  @AfterAll
  static void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void eachExecutorHasAGpuOfItsOwnAndOneThatDiesIsDoneWithout() throws IOException {
    try (SparkSession spark = Sessions.open(cluster.masterUrl(), ONE_GPU_AN_EXECUTOR)) {
      List<Place> places = places(spark);
      assertThat(places).extracting(Place::executor).doesNotHaveDuplicates().hasSize(EXECUTORS);
      List<Long> workers = places.stream().map(Place::worker).distinct().sorted().toList();
      assertThat(workers).hasSize(2);
      assertThat(places)
          .extracting(place -> workers.indexOf(place.worker()) + " has " + place.gpu())
          .containsExactlyInAnyOrder("0 has 0", "0 has 1", "1 has 0", "1 has 1");
      boolean real = Devices.gpus();
      assertThat(places)
          .allSatisfy(
              place ->
                  assertThat(place.device())
                      .isEqualTo(real ? "gpu(" + place.gpu() + ")" : "cpu()"));

      List<ProcessHandle> executors = cluster.executors();
      assertThat(executors)
          .extracting(ProcessHandle::pid)
          .containsExactlyInAnyOrderElementsOf(places.stream().map(Place::process).toList());
      ProcessHandle killed = executors.get(0);
      cluster.killExecutor(killed);
      assertThat(cluster.executors()).doesNotContain(killed);
      assertThat(places(spark))
          .hasSize(EXECUTORS)
          .extracting(Place::process)
          .doesNotContain(killed.pid());
    }
  }

  @Test
  void aGpuThatPyTorchDoesNotSeeIsSaidBeforeHoursAreSpentOnTheCpu() throws Exception {
    assumeFalse(Devices.gpus(), "PyTorch sees a GPU here");
    Path grid = Files.writeString(folder.resolve("gpu.yaml"), GRID);
    try (NemesisProcess nemesis =
        NemesisProcess.of()
            .option("--master", cluster.masterUrl())
            .conf("spark.executor.cores", "1")
            .conf("spark.executor.resource.gpu.amount", "1")
            .conf("spark.task.resource.gpu.amount", "1")
            .start(folder, "run", grid.toString(), "--out", folder.resolve("gpu").toString())) {
      Ended run = nemesis.exit();
      assertThat(run.code()).as(run.err()).isEqualTo(2);
      assertThat(run.err())
          .contains("Cannot use GPU ", "sees none; docs/performance.md says how")
          .doesNotContain("\tat ");
    }
    assertThat(folder.resolve("gpu/cells")).doesNotExist();
  }

  @Test
  void aGridIsTrainedOnACluster() throws Exception {
    Path grid = Files.writeString(folder.resolve("grid.yaml"), GRID);
    Path out = folder.resolve("out");
    Path conf = Shared.projectRoot().resolve("conf/spark/standalone.conf");
    try (NemesisProcess nemesis =
        NemesisProcess.of()
            .option("--properties-file", conf.toString())
            .option("--master", cluster.masterUrl())
            .start(folder, "run", grid.toString(), "--out", out.toString())) {
      Ended run = nemesis.exit();
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.out()).contains(CELLS + " cells trained, 0 failed");
    }
    assertThat(out.resolve("cells").toFile().list()).hasSize(CELLS);
  }

  @Test
  void whatIsKilledIsGone() throws IOException, InterruptedException {
    Path grid =
        Files.writeString(folder.resolve("long.yaml"), GRID.replace("epochs: 1", "epochs: 9999"));
    try (NemesisProcess nemesis =
        NemesisProcess.of()
            .option("--master", "local[1]")
            .start(folder, "run", grid.toString(), "--out", folder.resolve("long").toString())) {
      nemesis.kill();
      assertThat(nemesis.exit().code()).as("128 + SIGKILL").isEqualTo(137);
    }
  }

  /** Where a task ran. */
  private record Place(String executor, long process, long worker, String gpu, String device) {
    static Place parse(String line) {
      String[] parts = line.split(" ", -1);
      return new Place(
          parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]), parts[3], parts[4]);
    }
  }

  private static List<Place> places(SparkSession spark) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(List.of(1, 2, 3, 4), EXECUTORS)
        .map(
            number ->
                "%s %d %d %s %s"
                    .formatted(
                        SparkEnv.get().executorId(),
                        ProcessHandle.current().pid(),
                        ProcessHandle.current().parent().orElseThrow().pid(),
                        String.join("+", TaskContext.get().resourcesJMap().get("gpu").addresses()),
                        TaskDevice.claim()))
        .collect()
        .stream()
        .map(Place::parse)
        .toList();
  }
}
