package dev.nemesis.spark.session;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaFutureAction;

/** Spark's jobs: what they are called, and waiting for them. */
public final class Jobs {
  /** The property of a thread by which Spark knows what the jobs are that it starts. */
  private static final String DESCRIPTION = "spark.job.description";

  private static final long MILLIS_BETWEEN_LOOKS = 1000;

  private Jobs() {}

  /**
   * Says what all jobs are that this thread starts from here on, and threads it starts, for Spark's
   * pages and its history server.
   */
  public static void describe(SparkContext spark, String what) {
    spark.setLocalProperty(DESCRIPTION, what);
  }

  /**
   * Says so of the jobs that an action starts in this thread, not of those after it.
   *
   * @return the action's result
   */
  public static <T> T described(SparkContext spark, String what, Supplier<T> action) {
    String before = spark.getLocalProperty(DESCRIPTION);
    describe(spark, what);
    try {
      return action.get();
    } finally {
      describe(spark, before);
    }
  }

  /**
   * Runs an action whose jobs form a described group; cancelling it interrupts their tasks.
   *
   * @param group its name
   */
  public static <T> T inGroup(SparkContext spark, String group, String what, Supplier<T> action) {
    return described(
        spark,
        what,
        () -> {
          spark.setJobGroup(group, what, true);
          try {
            return action.get();
          } finally {
            spark.clearJobGroup();
          }
        });
  }

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
