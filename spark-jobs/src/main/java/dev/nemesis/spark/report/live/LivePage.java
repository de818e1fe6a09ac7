package dev.nemesis.spark.report.live;

import dev.nemesis.error.InputException;
import dev.nemesis.spark.report.page.ReportPage;
import dev.nemesis.spark.run.GridProgress;
import dev.nemesis.spark.table.OutFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The newest page there is, made anew in the background when cells were finished or failed since,
 * and not before the last one has been there for a while; how far the grid is, is read when asked.
 */
final class LivePage implements AutoCloseable {
  private static final long LEAST_LOOK_MILLIS = 200;
  private static final long MOST_LOOK_MILLIS = 5_000;

  private final OutFolder out;
  private final PageMaker maker;
  private final Duration rest;
  private final ScheduledExecutorService background =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "report page");
            thread.setDaemon(true);
            return thread;
          });

  private final Future<?> refreshing;
  private volatile Made made;
  private volatile boolean making;
  private volatile String problem;
  private long lastEnd;

  /** A page and the state of the folder that it shows. */
  private record Made(byte[] page, String version) {}

  /**
   * How far the grid is and what the server has.
   *
   * @param page version of the page; empty as long as it has no results
   * @param making whether a newer one is being made
   * @param problem why the last could not be made; null where it was
   */
  record State(GridProgress progress, String page, boolean making, String problem) {}

  private LivePage(OutFolder out, PageMaker maker, Duration rest, Made made) {
    this.out = out;
    this.maker = maker;
    this.rest = rest;
    this.made = made;
    lastEnd = System.nanoTime() - rest.toNanos();
    refreshing =
        background.scheduleWithFixedDelay(
            this::refresh,
            0,
            Math.max(LEAST_LOOK_MILLIS, Math.min(MOST_LOOK_MILLIS, rest.toMillis())),
            TimeUnit.MILLISECONDS);
  }

  /**
   * Begins with a page that shows how far the grid is and nothing else.
   *
   * @param rest the least time from the end of making one page to the next
   * @throws InputException if it is no output folder
   */
  static LivePage of(OutFolder out, PageMaker maker, Duration rest) throws IOException {
    ByteArrayOutputStream empty = new ByteArrayOutputStream();
    ReportPage.writeEmpty(GridProgress.read(out).grid(), out, empty);
    return new LivePage(out, maker, rest, new Made(empty.toByteArray(), ""));
  }

  byte[] bytes() {
    return made.page;
  }

  /** Looks at the folder now; one caller after another. */
  synchronized State state() {
    GridProgress progress = GridProgress.read(out);
    Made now = made;
    return new State(progress, now.version, making, problem);
  }

  /** Makes the page anew if there is something new and it is time. */
  private void refresh() {
    if (System.nanoTime() - lastEnd < rest.toNanos()) {
      return;
    }
    try {
      GridProgress progress = GridProgress.read(out);
      boolean isEmpty = progress.total().done() + progress.total().failed() == 0;
      if (isEmpty || progress.version().equals(made.version)) {
        return;
      }
      making = true;
      made = new Made(maker.make(progress.version()), progress.version());
      problem = null;
    } catch (Exception e) { // what Spark throws is not declared; the page before it stays
      problem = e instanceof InputException ? e.getMessage() : "Cannot make the page: " + e;
    } finally {
      if (making) {
        making = false;
        lastEnd = System.nanoTime();
      }
    }
  }

  @Override
  public void close() {
    refreshing.cancel(true);
    background.shutdownNow();
  }
}
