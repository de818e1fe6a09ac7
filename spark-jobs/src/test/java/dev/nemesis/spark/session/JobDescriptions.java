package dev.nemesis.spark.session;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;

/** What Spark's history server would call the jobs of an action. */
public final class JobDescriptions extends SparkListener {
  private static final long MILLIS_FOR_NEWS = 10_000;

  private final List<String> descriptions = new CopyOnWriteArrayList<>();

  private JobDescriptions() {}

  /** The description of each job an action started, at least one; null of one that has none. */
  public static List<String> of(SparkSession spark, Callable<?> action) throws Exception {
    JobDescriptions listener = new JobDescriptions();
    spark.sparkContext().addSparkListener(listener);
    try {
      action.call();
      spark.sparkContext().listenerBus().waitUntilEmpty(MILLIS_FOR_NEWS);
    } finally {
      spark.sparkContext().removeSparkListener(listener);
    }
    if (listener.descriptions.isEmpty()) {
      throw new AssertionError("It started no job");
    }
    return listener.descriptions;
  }

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    descriptions.add(job.properties().getProperty("spark.job.description"));
  }
}
