package dev.nemesis.spark.session;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.network.util.JavaUtils;

/**
 * Compute resources of a task, as far as the driver can know them before Spark is up.
 *
 * @param gpu whether executors have one
 * @param memory bytes outside the Java heap, where libtorch's arrays are: of the GPU, or of what
 *     the machine or the executor has, shared by the tasks that run at once
 */
public record TaskRoom(boolean gpu, long memory) {
  /** Spark setting: memory of an executor's GPU. */
  public static final String GPU_MEMORY = "spark.nemesis.gpu.memory";

  private static final String GPU_MEMORY_DEFAULT = "16g";
  private static final String OVERHEAD = "spark.executor.memoryOverhead";
  private static final String GPUS = "spark.executor.resource.gpu.amount";

  /** The rest is the weights', the features', and the system's. */
  private static final double SHARE = 0.6;

  /** On a cluster whose executors' memory outside the heap is not said. */
  private static final long UNKNOWN = 2L << 30;

  /**
   * By Spark's settings.
   *
   * @param settings the command line's, which go before those of {@code spark-submit}
   */
  public static TaskRoom of(Map<String, String> settings) {
    SparkConf conf = new SparkConf();
    settings.forEach(conf::set);
    if (conf.getInt(GPUS, 0) > 0) {
      String memory = conf.get(GPU_MEMORY, GPU_MEMORY_DEFAULT);
      return new TaskRoom(true, (long) (JavaUtils.byteStringAsBytes(memory) * SHARE));
    }
    if (conf.get("spark.master", Sessions.DEFAULT_MASTER).startsWith("local")) {
      long machine =
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
      long rest = Math.max(0, machine - Runtime.getRuntime().maxMemory());
      return new TaskRoom(
          false, (long) (rest * SHARE / Runtime.getRuntime().availableProcessors()));
    }
    if (!conf.contains(OVERHEAD)) {
      return new TaskRoom(false, UNKNOWN);
    }
    int tasks =
        Math.max(1, conf.getInt("spark.executor.cores", 1) / conf.getInt("spark.task.cpus", 1));
    long bytes = JavaUtils.byteStringAsBytes(megabytes(conf.get(OVERHEAD)));
    return new TaskRoom(false, (long) (bytes * SHARE / tasks));
  }

  /** Spark takes a number alone as megabytes. */
  private static String megabytes(String size) {
    return size.matches("\\d+") ? size + "m" : size;
  }
}
