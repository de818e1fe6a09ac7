package dev.nemesis.spark;

import dev.nemesis.spark.run.RunLines;
import java.io.PrintWriter;

/**
 * Shows how far a run is: on a terminal one line that changes, elsewhere (a log) a line when
 * something changed, and not often. Text that ends in a line break stays, and comes at once.
 */
final class ProgressLine implements RunLines {
  private static final long NANOS_BETWEEN_LOG_LINES = 10_000_000_000L;

  private final PrintWriter err;
  private final boolean terminal = Boolean.getBoolean("nemesis.terminal");
  private String last = "";
  private String logged = "";
  private long loggedAt = System.nanoTime();

  ProgressLine(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void accept(String line) {
    if (line.endsWith("\n")) {
      clear();
      line.lines().forEach(err::println);
      err.flush();
      return;
    }
    if (terminal) {
      err.print("\r" + line + " ".repeat(Math.max(0, last.length() - line.length())));
    } else if (!line.equals(last) && System.nanoTime() - loggedAt > NANOS_BETWEEN_LOG_LINES) {
      log(line);
    }
    err.flush();
    last = line;
  }

  @Override
  public void say(String line) {
    if (terminal && !last.isEmpty()) {
      err.print("\r" + " ".repeat(last.length()) + "\r");
    }
    err.println(line);
    if (terminal) {
      err.print(last);
    }
    err.flush();
  }

  /** Leaves the last state on a line of its own. */
  void end() {
    if (terminal && !last.isEmpty()) {
      err.println();
    } else if (!last.equals(logged)) {
      log(last);
    }
    err.flush();
    last = "";
  }

  /** Takes the line away: what comes next is worth saying, how it came to be is not. */
  void clear() {
    if (terminal && !last.isEmpty()) {
      err.print("\r" + " ".repeat(last.length()) + "\r");
      err.flush();
    }
    last = "";
  }

  private void log(String line) {
    err.println(line);
    logged = line;
    loggedAt = System.nanoTime();
  }
}
