package dev.nemesis.spark.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.testing.Shared;
import java.io.StringWriter;
import java.nio.file.Path;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.junit.jupiter.api.Test;

/** What a user sees of what Spark logs: {@code conf/log4j2.properties}. */
class LoggingConfTest {
  private static final Path FILE = Shared.projectRoot().resolve("conf/log4j2.properties");

  @Test
  void aMessageNobodyAwaitsAnAnswerToFindsNobodyInSilenceAndNoOther() {
    StringWriter printed = new StringWriter();
    try (LoggerContext context = new LoggerContext("of its own", null, FILE.toUri())) {
      context.start();
      printTo(printed, context.getConfiguration());
      Logger log = context.getLogger("org.apache.spark.network.server.TransportRequestHandler");
      log.error(
          "Error while invoking RpcHandler#receive() for one-way message from {}.",
          "/127.0.0.1:46414",
          new IllegalStateException("Could not find CoarseGrainedScheduler."));
      log.error(
          "Error while invoking RpcHandler#receive() on RPC id {}",
          7,
          new IllegalStateException("Could not find BlockManagerMaster."));
    }

    assertThat(printed.toString().lines().filter(line -> !line.startsWith("\tat ")))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .endsWith(
                        "ERROR TransportRequestHandler:"
                            + " Error while invoking RpcHandler#receive() on RPC id 7"),
            line -> assertThat(line).endsWith("Could not find BlockManagerMaster."));
  }

  /** The console's stream is this JVM's, whoever asked for it first: the same layout, elsewhere. */
  private static void printTo(StringWriter writer, Configuration configuration) {
    WriterAppender appender =
        WriterAppender.newBuilder()
            .setName("captured")
            .setTarget(writer)
            .setLayout(configuration.getAppender("stderr").getLayout())
            .build();
    appender.start();
    configuration.getRootLogger().removeAppender("stderr");
    configuration.getRootLogger().addAppender(appender, null, null);
  }
}
