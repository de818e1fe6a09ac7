package dev.nemesis.spark.run;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.TaskEndReason;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskInfo;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Listener for the tasks that train, one a bundle: which run where, how many epochs they have made,
 * and which were lost. Tasks of the one stage that trains are known by their index, which is the
 * bundle's.
 */
final class TaskWatch extends SparkListener {
  /** Name of the accumulator that counts epochs. */
  static final String EPOCHS = "epochs made";

  private final Map<Long, TaskInfo> running = new HashMap<>();
  private final Map<Long, Long> epochs = new HashMap<>();
  private final Map<Integer, String> lost = new TreeMap<>();
  private final Map<Integer, Integer> losses = new HashMap<>();
  private String outputFull;

  /**
   * A bundle that is being trained.
   *
   * @param host where
   * @param executor Spark's name of the JVM
   * @param epochs made so far, as of its last heartbeat
   * @param since when it started, in milliseconds since 1970
   */
  record Running(String host, String executor, long epochs, long since) {}

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart task) {
    running.put(task.taskInfo().taskId(), task.taskInfo());
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
    running.remove(task.taskInfo().taskId());
    epochs.remove(task.taskInfo().taskId());
    TaskEndReason reason = task.reason();
    if (reason instanceof TaskFailedReason failure && failure.countTowardsTaskFailures()) {
      losses.merge(task.taskInfo().index(), 1, Integer::sum);
      lost.put(task.taskInfo().index(), failure.toErrorString().lines().findFirst().orElse(""));
    }
    if (reason instanceof ExceptionFailure failure
        && failure.className().equals(OutputFullException.class.getName())) {
      outputFull = failure.description();
    }
  }

  @Override
  public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate beat) {
    CollectionConverters.asJava(beat.accumUpdates())
        .forEach(
            task ->
                CollectionConverters.asJava(task._4())
                    .forEach(value -> note((Long) task._1(), value)));
  }

  private void note(long task, AccumulableInfo value) {
    if (value.name().contains(EPOCHS) && value.update().isDefined()) {
      epochs.put(task, ((Number) value.update().get()).longValue());
    }
  }

  /** Bundles that run, by index; of two tasks for one, the first. */
  synchronized Map<Integer, Running> running() {
    Map<Integer, Running> now = new TreeMap<>();
    running.values().stream()
        .sorted((a, b) -> Long.compare(a.taskId(), b.taskId()))
        .forEach(
            task ->
                now.putIfAbsent(
                    task.index(),
                    new Running(
                        task.host(),
                        task.executorId(),
                        epochs.getOrDefault(task.taskId(), 0L),
                        task.launchTime())));
    return now;
  }

  /**
   * Bundles whose tasks Spark lost as often as it tries a task, and what it said the last time.
   *
   * @param tries how often that is
   */
  synchronized Map<Integer, String> givenUp(int tries) {
    Map<Integer, String> givenUp = new TreeMap<>(lost);
    Set<Integer> often = new TreeSet<>();
    losses.forEach(
        (bundle, times) -> {
          if (times >= tries) {
            often.add(bundle);
          }
        });
    givenUp.keySet().retainAll(often);
    return givenUp;
  }

  /** Why the output folder takes no more, if it was full. */
  synchronized Optional<String> outputFull() {
    return Optional.ofNullable(outputFull);
  }
}
