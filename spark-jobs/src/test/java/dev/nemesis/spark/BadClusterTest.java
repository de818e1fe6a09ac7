package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.spark.process.DeafPort;
import dev.nemesis.spark.process.Ended;
import dev.nemesis.spark.process.NemesisProcess;
import dev.nemesis.spark.run.FakeExperiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A cluster that is not there, or lacks the requested resources: one line that names it, exit code
 * 2, at once, whether it is named to the program or to spark-submit.
 */
class BadClusterTest {
  @TempDir Path folder;
  private Path grid;

  @BeforeEach
  void aGrid() throws IOException {
    String small =
        """
        name: small
        weights: mini
        vocab: mini
        axes: {method: [zeroshot]}
        settings: {dataset: mini-tiles}
        """;
    grid = Files.writeString(folder.resolve("grid.yaml"), small);
  }

  @ParameterizedTest
  @CsvSource({"spark.executor.resource.gpu.amount", "spark.task.resource.gpu.amount"})
  void gpusAskedOfThisProcessAreRefused(String key) {
    assertRefused("local[2]", Map.of(key, "1"), key + "=1", "local[2]");
  }

  @Test
  void anAmountThatIsNoNumberIsNamed() {
    String key = "spark.task.resource.gpu.amount";
    assertRefused("local", Map.of(key, "one"), key + "=one", "number");
  }

  @Test
  void aMasterThatIsNotThereIsNamed() throws IOException {
    try (DeafPort port = DeafPort.take()) {
      String master = "spark://127.0.0.1:" + port.number();
      assertRefused(master, Map.of(), master, "reach");
    }
  }

  @Test
  void severalMastersOfWhichNoneIsThereAreNamed() throws IOException {
    try (DeafPort one = DeafPort.take();
        DeafPort other = DeafPort.take()) {
      String masters = "spark://127.0.0.1:" + one.number() + ",localhost:" + other.number();
      assertRefused(masters, Map.of(), masters, "reach");
    }
  }

  @Test
  void aMasterOnAHostThatDoesNotExistIsNamed() {
    assertRefused(
        "spark://no-such-host.invalid:7077", Map.of(), "no host no-such-host.invalid", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spark://host|spark://HOST:PORT",
        "spark://host:port|spark://HOST:PORT",
        "spark://host:7077/path|spark://HOST:PORT",
        "spark://|spark://HOST:PORT",
        "local[0]|local[N]",
        "local[two]|local[N]",
        "local-cluster[2]|local[N]",
        "mesos://host:5050|local[N]",
        "k8s://https://host:6443|SPARK_HOME",
        "yarn|_CONF_DIR"
      })
  void aMasterThatSparkCannotReadIsNamed(String master, String right) {
    assertRefused(master, Map.of(), "the Spark master " + master, right);
  }

  @ParameterizedTest
  @CsvSource({"foo://host:1,--master foo://host:1", "yarn,--master yarn"})
  void whatSparkSubmitRefusesIsOneLineToo(String master, String named) throws Exception {
    assertSubmitRefuses(NemesisProcess.of().option("--master", master), named);
  }

  @Test
  void aPropertiesFileThatIsNotThereIsNamed() throws Exception {
    assertSubmitRefuses(
        NemesisProcess.of().option("--properties-file", "none.conf"), "none.conf does not exist");
  }

  @Test
  void gpusAskedOfThisProcessInAPropertiesFileAreRefused() throws Exception {
    Path file = folder.resolve("gpu.conf");
    Files.writeString(file, "spark.master local[2]\nspark.executor.resource.gpu.amount 1\n");
    assertSubmitRefuses(
        NemesisProcess.of().option("--properties-file", file.toString()),
        "spark.executor.resource.gpu.amount=1");
  }

  private void assertSubmitRefuses(NemesisProcess.Launch launch, String named) throws Exception {
    String out = folder.resolve("out").toString();
    try (NemesisProcess nemesis = launch.start(folder, "run", grid.toString(), "--out", out)) {
      Ended ended = nemesis.exit();
      assertThat(ended.code()).as(ended.err()).isEqualTo(2);
      assertThat(ended.err()).hasLineCount(1).startsWith("Cannot").contains(named);
    }
  }

  /** Given to the program, and as spark-submit and its properties file hand it on. */
  private void assertRefused(
      String master, Map<String, String> settings, String named, String also) {
    List<String> options = new ArrayList<>(List.of("--master", master));
    settings.forEach((key, value) -> options.addAll(List.of("--conf", key + "=" + value)));
    assertRefused(options.toArray(String[]::new), named, also);

    System.setProperty("spark.master", master);
    settings.forEach(System::setProperty);
    try {
      assertRefused(new String[0], named, also);
    } finally {
      System.clearProperty("spark.master");
      settings.keySet().forEach(System::clearProperty);
    }
  }

  private void assertRefused(String[] options, String named, String also) {
    CommandLineRun run = run(options);
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).hasLineCount(1).startsWith("Cannot").contains(named, also);
    assertThat(folder.resolve("out/cells")).doesNotExist();
  }

  private CommandLineRun run(String... options) {
    List<String> args = new ArrayList<>(List.of("run", grid.toString()));
    args.addAll(List.of("--out", folder.resolve("out").toString()));
    args.addAll(List.of(options));
    return CommandLineRun.of(new FakeExperiment(), args.toArray(String[]::new));
  }
}
