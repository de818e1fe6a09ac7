package dev.nemesis.spark.session;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaFutureAction;

/** Waiting for Spark. */
public final class Jobs {
  private static final long MILLIS_BETWEEN_LOOKS = 1000;

  private Jobs() {}

  /**
   * Waits for a job.
   *
   * @param look run about once a second, and at the end; what it throws ends the job
   * @param ifItFails says what to do if Spark gives up
   * @return the job's result
   * @throws IllegalStateException if Spark gives up, or this thread is interrupted
   */
  public static <T> T await(JavaFutureAction<T> job, Runnable look, String ifItFails) {
    try {
      while (true) {
        try {
          T result = job.get(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
          look.run();
          return result;
        } catch (TimeoutException e) {
          look.run(); // the job goes on: that is what there is to see
        }
      }
    } catch (InterruptedException e) {
      job.cancel(true);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The run was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(ifItFails, e);
    } catch (RuntimeException e) {
      job.cancel(true);
      throw e;
    }
  }
}
