package dev.nemesis.spark.report.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.spark.report.page.SampleGrid;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server over real HTTP on this machine, of a folder with real files. */
@Timeout(600) // what never comes is waited for in loops
class ReportServerTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir Path folder;

  /** Versions for which a page was asked. */
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

  private OutFolder out;
  private ReportServer server;

  @BeforeEach
  void serve() throws IOException {
    out = OutFolder.at(folder.resolve("out").toString(), new Configuration());
    SampleGrid.plan(out);
    server = start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ReportServer start(String bind, int port) throws IOException {
    return ReportServer.start(
        out,
        version -> {
          asked.add(version);
          return ("page of " + version).getBytes(StandardCharsets.UTF_8);
        },
        bind,
        port,
        Duration.ZERO);
  }

  @Test
  void thePageIsThereAtOnceWithoutResults() throws Exception {
    HttpResponse<String> page = get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(page.body()).contains("\"live\":true", "\"grid\":\"sample\"");
    assertThat(get("/index.html").body()).isEqualTo(page.body());
    assertThat(asked).isEmpty();
  }

  @Test
  void progressTellsACellThatWasFinishedSince() throws Exception {
    JsonNode before = progress();
    assertThat(before.at("/progress/total/planned").asInt()).isEqualTo(26);
    assertThat(before.at("/progress/total/done").asInt()).isZero();

    SampleGrid.finish(out, SampleGrid.cell(0));

    JsonNode after = progress();
    assertThat(after.at("/progress/total/done").asInt()).isEqualTo(1);
    assertThat(after.at("/progress/version")).isNotEqualTo(before.at("/progress/version"));
  }

  @Test
  void aNewPageIsMadeInTheBackgroundWhenCellsWereFinished() throws Exception {
    SampleGrid.finish(out, SampleGrid.cell(0));

    String version = asked.poll(10, TimeUnit.MINUTES);

    assertThat(version).isEqualTo(progress().at("/progress/version").asText());
    while (!progress().get("page").asText().equals(version)) {
      Thread.onSpinWait();
    }
    assertThat(get("/").body()).isEqualTo("page of " + version);
  }

  @Test
  void aPageThatCannotBeMadeLeavesTheOneBeforeAndTellsWhy() throws Exception {
    server.close();
    server =
        ReportServer.start(
            out,
            version -> {
              throw InputException.cannot(ErrorCode.OUTPUT, "report on this");
            },
            "127.0.0.1",
            0,
            Duration.ZERO);
    SampleGrid.finish(out, SampleGrid.cell(0));

    while (progress().get("problem").isNull()) {
      Thread.onSpinWait();
    }

    assertThat(progress().get("problem").asText()).isEqualTo("Cannot report on this");
    assertThat(get("/").body()).contains("\"grid\":\"sample\"");
  }

  /** Each would hold a thread as long as whoever began it likes. */
  @Test
  void requestsThatAreBegunAndNotEndedKeepNobodyFromBeingAnswered() throws Exception {
    List<Socket> halves = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        Socket half = new Socket(server.address().getHost(), server.address().getPort());
        half.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n".getBytes(UTF_8));
        halves.add(half);
      }

      assertThat(get("/").statusCode()).isEqualTo(200);
    } finally {
      for (Socket half : halves) {
        half.close();
      }
    }
  }

  @Test
  void theNameOfThisMachineIsItsNameInCapitalsToo() throws Exception {
    try (Socket socket = new Socket(server.address().getHost(), server.address().getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: LocalHost:80\r\nConnection: close\r\n\r\n".getBytes(UTF_8));

      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void aFolderThatCannotBeReadJustNowIsTold() throws Exception {
    Files.move(folder.resolve("out/grid.json"), folder.resolve("grid.json"));

    HttpResponse<String> answer = get("/progress.json");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("Cannot find grid.json");
  }

  @Test
  void itCanBeReadAndNothingElse() throws Exception {
    for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
      HttpResponse<String> answer =
          CLIENT.send(
              HttpRequest.newBuilder(server.address())
                  .method(method, HttpRequest.BodyPublishers.ofString("x"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(method).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }
    HttpResponse<String> head =
        CLIENT.send(
            HttpRequest.newBuilder(server.address())
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValueAsLong("Content-Length"))
        .hasValue(get("/").body().getBytes(StandardCharsets.UTF_8).length);
  }

  @Test
  void thereIsNoOtherPath() throws Exception {
    for (String path :
        new String[] {"/cells/", "/grid.json", "/../grid.json", "/progress.json/x"}) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void aRequestMadeForAnotherHostsNameIsRefused() throws Exception {
    assertThat(rawGet("evil.example")).startsWith("HTTP/1.1 403 ");
    assertThat(rawGet("evil.example:" + server.address().getPort())).startsWith("HTTP/1.1 403 ");
    assertThat(rawGet("localhost.evil.example")).startsWith("HTTP/1.1 403 ");
    assertThat(rawGet("localhost")).startsWith("HTTP/1.1 200 ");
    assertThat(rawGet("127.0.0.1:" + server.address().getPort())).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void onlyThisMachineIsServedUnlessToldOtherwise() throws Exception {
    assertThat(server.address().getHost()).isEqualTo("localhost");
    try (ServerSocket sameElsewhere = new ServerSocket()) {
      // Were it bound to all addresses, this one of the same port would be taken.
      sameElsewhere.setReuseAddress(false);
      sameElsewhere.bind(
          new InetSocketAddress(InetAddress.getByName("127.0.0.2"), server.address().getPort()));
      assertThat(sameElsewhere.isBound()).isTrue();
    }
    try (ReportServer open = start("0.0.0.0", 0)) {
      assertThat(rawGet(open, "a-host.example")).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void aPortOrAddressThatCannotBeHadIsOneLine() {
    int taken = server.address().getPort();
    assertRefused("127.0.0.1", taken, "127.0.0.1:" + taken, "in use", "--port");
    assertRefused("127.0.0.1", 70_000, "70000", "from 1 to 65535");
    assertRefused("192.0.2.77", 0, "192.0.2.77", "--bind");
    assertRefused("no such host", 0, "no such host", "--bind");
  }

  private void assertRefused(String bind, int port, String... named) {
    assertThatThrownBy(() -> start(bind, port).close())
        .isInstanceOf(InputException.class)
        .message()
        .startsWith("Cannot serve the report on ")
        .hasLineCount(1)
        .contains(named);
  }

  @Test
  void whoeverWaitsForItGoesOnWhenItIsClosed() throws Exception {
    Thread waiting =
        new Thread(
            () -> {
              try {
                server.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    waiting.start();

    server.close();

    waiting.join(Duration.ofMinutes(10).toMillis());
    assertThat(waiting.isAlive()).isFalse();
  }

  private JsonNode progress() throws Exception {
    HttpResponse<String> answer = get("/progress.json");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    return CLIENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private String rawGet(String host) throws IOException {
    return rawGet(server, host);
  }

  /** HttpClient lets nobody choose the header. */
  private static String rawGet(ReportServer server, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream answer = socket.getInputStream();
      return new String(answer.readNBytes(64), StandardCharsets.US_ASCII);
    }
  }
}
