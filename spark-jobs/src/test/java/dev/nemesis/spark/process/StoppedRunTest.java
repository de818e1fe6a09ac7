package dev.nemesis.spark.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nemesis.spark.storage.FakeNemesis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs as processes of their own: that end before their time, or in odd surroundings. */
class StoppedRunTest {
  @TempDir Path folder;

  @Test
  void ctrlCIsOneSentence() throws Exception {
    Path running = folder.resolve("out/progress.json");
    try (NemesisProcess run = run(NemesisProcess.of(FakeNemesis.class.getName()))) {
      run.awaitWhileAlive(() -> read(running).contains("endless-"));
      run.interrupt();

      Ended ended = run.exit();

      assertThat(ended.err().lines().toList())
          .last()
          .isEqualTo("Stopped; what is done is kept, run the same command to go on");
      assertThat(ended.err()).doesNotContain("Exception", "\tat ");
    }
  }

  @Test
  void aHeapThatIsTooSmallForSparkIsOneLine() throws Exception {
    try (NemesisProcess run = run(NemesisProcess.of(FakeNemesis.class.getName()).heap("128m"))) {
      Ended ended = run.exit();

      assertThat(ended.code()).isEqualTo(2);
      assertThat(ended.err().lines().toList())
          .last()
          .asString()
          .startsWith("Cannot start Spark in a heap of 12")
          .contains("give more by --driver-memory");
      assertThat(ended.err()).doesNotContain("\tat ");
    }
  }

  @Test
  void aHeapThatIsFullInTheMiddleOfARunIsOneLine() throws Exception {
    try (NemesisProcess run =
        run(NemesisProcess.of(FakeNemesis.class.getName()).heap("640m"), "greedy")) {
      Ended ended = run.exit();

      assertThat(ended.code()).isEqualTo(1);
      assertThat(ended.err().lines().toList())
          .last()
          .asString()
          .startsWith("Cannot go on: Java's heap is full")
          .contains("give more by --driver-memory");
      assertThat(ended.err()).doesNotContain("\tat ");
    }
  }

  @Test
  void aUserAndAMachineThatHaveNoNamesMakeNoDifference() throws Exception {
    assumeTrue(
        canRun(Stream.concat(NemesisProcess.NAMELESS.stream(), Stream.of("true")).toList()),
        "this system lets nobody make namespaces");
    try (NemesisProcess run =
        run(NemesisProcess.of(FakeNemesis.class.getName()).nameless(), "red")) {
      Ended ended = run.exit();

      assertThat(ended.code()).as(ended.err()).isZero();
      assertThat(ended.out()).contains("1 cells trained, 0 failed");
      assertThat(ended.err()).doesNotContain("Exception", "\tat ");
    }
  }

  private static boolean canRun(List<String> command) throws Exception {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private NemesisProcess run(NemesisProcess.Launch launch) throws IOException {
    return run(launch, "endless");
  }

  private NemesisProcess run(NemesisProcess.Launch launch, String dataset) throws IOException {
    Path grid =
        Files.writeString(
            folder.resolve("grid.yaml"),
            "{name: g, axes: {dataset: [%s]}, settings: {shots: 1, epochs: 2}}".formatted(dataset));
    return launch
        .option("--master", "local[1]")
        .start(folder, "run", grid.toString(), "--out", folder.resolve("out").toString());
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return ""; // it is being replaced
    }
  }
}
