package dev.nemesis.spark.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of {@code conf/spark}. */
class SparkConfFilesTest {
  private static final Path FOLDER = Shared.projectRoot().resolve("conf/spark");

  /** Spark's, of modules that only a Spark built for YARN or Kubernetes has. */
  private static final Set<String> OF_OTHER_MODULES =
      Set.of(
          "spark.yarn.dist.files",
          "spark.kubernetes.namespace",
          "spark.kubernetes.container.image",
          "spark.kubernetes.authenticate.driver.serviceAccountName",
          "spark.kubernetes.executor.request.cores");

  private static final String FAMILIES =
      "spark\\.executorEnv\\.[A-Z_]+|spark\\.kubernetes\\.driverEnv\\.[A-Z_]+"
          + "|spark\\.(executor|task)\\.resource\\.gpu\\.(amount|vendor|discoveryScript)";

  static Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".conf")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everySettingIsOneThatSparkKnowsAndCanRead(Path file) throws Exception {
    // Entries are known once the object that declares them is made.
    Class.forName("org.apache.spark.internal.config.package$");
    Map<String, String> settings = settings(file, true);
    assertThat(settings).containsKey("spark.master");
    settings.forEach(
        (key, value) -> {
          ConfigEntry<?> entry = ConfigEntry.findEntry(key);
          if (entry != null) {
            assertThat(entry.valueConverter().apply(value)).as(key).isNotNull();
          } else {
            assertThat(
                    OF_OTHER_MODULES.contains(key)
                        || key.matches(FAMILIES)
                        || key.equals(TaskRoom.GPU_MEMORY)
                        || key.equals("spark.master"))
                .as("%s knows %s", file.getFileName(), key)
                .isTrue();
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"standalone", "yarn", "kubernetes"})
  void tasksHaveRoomOutsideTheHeapOrAGpuOnceThatPartIsIn(String name) throws IOException {
    Path file = FOLDER.resolve(name + ".conf");
    TaskRoom cpu = TaskRoom.of(settings(file, false));
    assertThat(cpu.gpu()).isFalse();
    assertThat(cpu.memory()).isGreaterThan(1L << 30);
    Map<String, String> withGpus = settings(file, true);
    assertThat(TaskRoom.of(withGpus).gpu()).isTrue();
    assertThat(withGpus)
        .containsEntry("spark.executor.resource.gpu.amount", "1")
        .containsEntry("spark.task.resource.gpu.amount", "1")
        .containsEntry("spark.executor.cores", "1");
  }

  /** Where the master makes a secret itself; elsewhere it would have to stand in a file. */
  @ParameterizedTest
  @ValueSource(strings = {"yarn", "kubernetes"})
  void whatSparkSaysOnTheNetworkNeedsASecret(String name) throws IOException {
    assertThat(settings(FOLDER.resolve(name + ".conf"), false))
        .containsEntry("spark.authenticate", "true");
  }

  @Test
  void whatNvidiaSmiListsIsToldAsSparkReadsIt(@TempDir Path folder) throws Exception {
    Process discovery = discovery(folder, "printf '0\\n3\\n'");
    ResourceInformation gpus = ResourceInformation.parseJson(discovery.inputReader().readLine());
    assertThat(discovery.waitFor()).isZero();
    assertThat(gpus.name()).isEqualTo("gpu");
    assertThat(gpus.addresses()).containsExactly("0", "3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "echo 'No devices were found'; exit 6", "echo 'No devices'"})
  void aMachineWithoutGpusIsNamed(String smi, @TempDir Path folder) throws Exception {
    Process discovery = discovery(folder, smi);
    assertThat(discovery.inputReader().lines()).isEmpty();
    assertThat(discovery.errorReader().lines())
        .singleElement()
        .asString()
        .startsWith("Cannot find the GPUs of");
    assertThat(discovery.waitFor()).isEqualTo(2);
  }

  /** The script where {@code nvidia-smi} is what is given, or is not there. */
  private static Process discovery(Path folder, String smi) throws IOException {
    if (!smi.isEmpty()) {
      Path program = Files.writeString(folder.resolve("nvidia-smi"), "#!/bin/sh\n" + smi + "\n");
      assertThat(program.toFile().setExecutable(true)).isTrue();
    }
    for (Path system : Set.of(Path.of("/usr/bin/uname"), Path.of("/bin/uname"))) {
      if (Files.exists(system) && !Files.exists(folder.resolve("uname"))) {
        Files.createSymbolicLink(folder.resolve("uname"), system);
      }
    }
    ProcessBuilder builder =
        new ProcessBuilder("/bin/bash", FOLDER.resolve("gpu-discovery").toString());
    builder.environment().put("PATH", folder.toString());
    return builder.start();
  }

  /**
   * A file's settings.
   *
   * @param all also those that are commented out
   */
  private static Map<String, String> settings(Path file, boolean all) throws IOException {
    String text = Files.readString(file);
    Properties properties = new Properties();
    properties.load(new StringReader(all ? text.replaceAll("(?m)^#(?=spark\\.)", "") : text));
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(key -> key, properties::getProperty));
  }
}
