package dev.nemesis.spark.session;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.InputException;
import dev.nemesis.spark.process.DeafPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused is in BadClusterTest. */
class MastersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "local",
        "local[*]",
        "local[4]",
        "local[4, 2]",
        "local[*,4]",
        "local-cluster[2,1,1024]"
      })
  void whatSparkReadsAsALocalMasterCanBeUsed(String master) {
    assertThatCode(() -> Masters.check(conf(master))).doesNotThrowAnyException();
  }

  @Test
  void noneOfAResourceIsNothingAskedFor() {
    SparkConf none = conf("local[2]").set("spark.executor.resource.gpu.amount", "0");
    assertThatCode(() -> Masters.check(none)).doesNotThrowAnyException();
  }

  @Test
  void ofSeveralMastersOneThatListensIsEnough() throws IOException {
    try (ServerSocket open = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DeafPort closed = DeafPort.take()) {
      String masters =
          "spark://127.0.0.1:%d,127.0.0.1:%d".formatted(closed.number(), open.getLocalPort());
      assertThatCode(() -> Masters.check(conf(masters))).doesNotThrowAnyException();
      assertThatThrownBy(() -> Masters.check(conf("spark://127.0.0.1:" + closed.number())))
          .isInstanceOf(InputException.class);
    }
  }

  private static SparkConf conf(String master) {
    return new SparkConf(false).setMaster(master);
  }
}
