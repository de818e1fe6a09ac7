package dev.nemesis.spark.report.live;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves the report of a folder over HTTP while its grid runs: {@code /} and {@code
 * /progress.json}. It can be read and nothing else. Bound to this machine alone, it answers no
 * request that was made for another host's name, as a page from elsewhere could make with a name of
 * its own (DNS rebinding).
 */
public final class ReportServer implements AutoCloseable {
  static {
    // Java's server reads them once, when it is first used. Who begins a request and does not go
    // on,
    // or does not take the answer, is let go.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "60");
  }

  private static final int THREADS = 64;
  private static final int MAX_PORT = 65_535;
  private static final Duration REST = Duration.ofMinutes(1);
  private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final InetAddress bound;
  private final LivePage page;
  private final ExecutorService threads;
  private final CountDownLatch closed = new CountDownLatch(1);

  private ReportServer(HttpServer server, InetAddress bound, LivePage page) {
    this.server = server;
    this.bound = bound;
    this.page = page;
    threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "report server");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts to serve.
   *
   * @param bind address of this machine, or a name of it
   * @param port 0 for any that is free
   * @param maker makes the page; called in the background, at most once a minute
   * @throws InputException if it is no output folder, or cannot be served there
   */
  public static ReportServer start(OutFolder out, PageMaker maker, String bind, int port)
      throws IOException {
    return start(out, maker, bind, port, REST);
  }

  static ReportServer start(OutFolder out, PageMaker maker, String bind, int port, Duration rest)
      throws IOException {
    if (port < 0 || port > MAX_PORT) {
      throw cannot(bind, port, "give a --port from 1 to 65535, or 0 for any that is free", null);
    }
    HttpServer server;
    InetAddress address;
    try {
      address = InetAddress.getByName(bind);
      server = HttpServer.create(new InetSocketAddress(address, port), 0);
    } catch (UnknownHostException e) {
      throw cannot(bind, port, "no machine is called that; give --bind an address of this one", e);
    } catch (BindException e) {
      String hint =
          e.getMessage().contains("in use")
              ? "the port is in use; give another --port, or 0 for any that is free"
              : e.getMessage() + "; give --bind an address of this machine and another --port";
      throw cannot(bind, port, hint, e);
    }
    LivePage page;
    try {
      page = LivePage.of(out, maker, rest);
    } catch (IOException | RuntimeException e) {
      server.stop(0);
      throw e;
    }
    ReportServer report = new ReportServer(server, address, page);
    server.setExecutor(report.threads);
    server.createContext("/", report::answer);
    server.start();
    return report;
  }

  private static InputException cannot(String bind, int port, String why, Exception cause) {
    return InputException.cannot(
        ErrorCode.ARGUMENT, "serve the report on %s:%d: %s".formatted(bind, port, why), cause);
  }

  /** Where it can be read. */
  public URI address() {
    String host =
        bound.isAnyLocalAddress() || bound.isLoopbackAddress()
            ? "localhost"
            : bound.getHostAddress();
    return URI.create("http://" + host + ":" + server.getAddress().getPort() + "/");
  }

  /** Waits until it is closed, or the thread interrupted. */
  public void await() throws InterruptedException {
    closed.await();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      Headers headers = exchange.getResponseHeaders();
      headers.set("Cache-Control", "no-store");
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set("X-Frame-Options", "DENY");
      headers.set("Referrer-Policy", "no-referrer");
      headers.set("Cross-Origin-Resource-Policy", "same-origin");
      if (!isMeant(exchange.getRequestHeaders().getFirst("Host"))) {
        text(exchange, 403, "This is not the host that was asked for.");
      } else if (!method.equals("GET") && !method.equals("HEAD")) {
        headers.set("Allow", "GET, HEAD");
        text(exchange, 405, "This report can only be read.");
      } else {
        switch (exchange.getRequestURI().getPath()) {
          case "/", "/index.html" -> send(exchange, 200, "text/html; charset=utf-8", page.bytes());
          case "/progress.json" -> progress(exchange);
          default -> text(exchange, 404, "There is / and /progress.json.");
        }
      }
    }
  }

  private void progress(HttpExchange exchange) throws IOException {
    byte[] state;
    int code = 200;
    try {
      state = JSON.writeValueAsBytes(page.state());
    } catch (InputException e) { // the folder cannot be read just now
      state = JSON.writeValueAsBytes(Map.of("problem", e.getMessage()));
      code = 503;
    }
    send(exchange, code, "application/json", state);
  }

  /** Served to others too, it may have any name. */
  private boolean isMeant(String host) {
    if (!bound.isLoopbackAddress()) {
      return true;
    }
    return host != null
        && OWN_NAMES.contains(host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT));
  }

  private static void text(HttpExchange exchange, int code, String text) throws IOException {
    send(
        exchange,
        code,
        "text/plain; charset=utf-8",
        (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int code, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(code, -1);
      return;
    }
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    page.close();
    closed.countDown();
  }
}
