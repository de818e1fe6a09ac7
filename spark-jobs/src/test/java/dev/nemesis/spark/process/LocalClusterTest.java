package dev.nemesis.spark.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script {@code submit/local-cluster} itself. */
class LocalClusterTest {
  @TempDir Path folder;

  @Test
  void aClusterStartsSaysWhatRunsAndStops() {
    try (LocalCluster cluster = LocalCluster.start(folder, "--workers", "1")) {
      assertThat(cluster.masterUrl()).matches("spark://127\\.0\\.0\\.1:\\d+");
      assertThat(script("status").out())
          .contains(cluster.masterUrl(), "worker-1 runs", "master runs")
          .hasLineCount(3);
      assertRefused(script("start"), "one is running there, " + cluster.masterUrl());
      Path other = folder.resolve("other");
      String port = "" + URI.create(cluster.masterUrl()).getPort();
      assertThat(other.toFile().mkdir()).isTrue();
      assertRefused(
          LocalCluster.script(other, "start", Stream.of("--port", port)),
          "port " + port + ": it is taken");
      assertThat(LocalCluster.script(other, "status", Stream.of()).out()).contains("nothing runs");

      assertThat(script("stop").code()).isZero();
      assertThat(script("status").out()).contains("nothing runs").hasLineCount(1);
      assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port)))
          .isInstanceOf(ConnectException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "start,--workers,0,--workers 0",
    "start,--cores,two,--cores two",
    "start,--memory,2,--memory 2",
    "start,--port,70000,--port 70000",
    "start,--wrokers,2,--wrokers",
    "start,--gpus,-1,--gpus -1",
    "stop,--port,1,--port",
    "begin,--port,1,begin"
  })
  void aWrongArgumentIsNamed(String command, String option, String value, String named) {
    assertRefused(script(command, option, value), named);
  }

  private Ended script(String command, String... options) {
    return LocalCluster.script(folder, command, Stream.of(options));
  }

  private static void assertRefused(Ended script, String named) {
    assertThat(script.code()).as(script.err()).isEqualTo(2);
    assertThat(script.out()).isEmpty();
    assertThat(script.err()).hasLineCount(1).startsWith("Cannot").contains(named);
  }
}
