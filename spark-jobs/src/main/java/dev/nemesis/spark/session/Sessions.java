package dev.nemesis.spark.session;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.error.StorageFault;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.Utils;

/** Opens Spark sessions with what this program needs set and the rest as the user has it. */
public final class Sessions {
  /** Used where neither the command line nor {@code spark-submit} names a master. */
  public static final String DEFAULT_MASTER = "local[*]";

  private static volatile Map<String, String> given = Map.of();

  private Sessions() {}

  /**
   * Notes the Spark settings of the command this JVM now runs, so that what the driver reads before
   * Spark is up is reached with them too.
   */
  public static void given(Map<String, String> settings) {
    given = Map.copyOf(settings);
  }

  /** Returns the Hadoop configuration, {@code spark.hadoop.*} included, before Spark is up. */
  public static Configuration hadoop(Map<String, String> settings) {
    SparkConf conf = new SparkConf();
    settings.forEach(conf::set);
    return SparkHadoopUtil.get().newConfiguration(conf);
  }

  /**
   * Returns the Hadoop configuration in this JVM, a driver or an executor: from Spark's settings
   * once it is up, before that from the settings of the command.
   */
  public static Configuration hadoop() {
    SparkEnv env = SparkEnv.get();
    return env == null ? hadoop(given) : SparkHadoopUtil.get().newConfiguration(env.conf());
  }

  /**
   * Opens a session; closing it stops Spark.
   *
   * @param master a Spark master, or null for the one {@code spark-submit} was given
   * @param settings Spark settings, which go before everything set here
   * @throws dev.nemesis.error.InputException if the master cannot be used, or lacks the requested
   *     resources, or a setting has a value that Spark cannot read
   */
  public static SparkSession open(String master, Map<String, String> settings) {
    SparkConf conf = new SparkConf();
    if (master != null) {
      conf.setMaster(master);
    }
    conf.setIfMissing("spark.master", DEFAULT_MASTER);
    conf.setIfMissing("spark.app.name", "nemesis");
    conf.set("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    conf.set("spark.kryo.registrationRequired", "true");
    conf.set("spark.kryo.registrator", NemesisKryoRegistrator.class.getName());
    // Everything is kept as ISO 8601 text in UTC, and queries should agree with it.
    conf.setIfMissing("spark.sql.session.timeZone", "UTC");
    // Spark's own is one that readers take for a time without a zone, or not at all.
    conf.setIfMissing("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
    // A cell's file is one row of many columns: vectors for Spark's 4,096 rows would be made for
    // each of thousands of files.
    conf.setIfMissing("spark.sql.parquet.columnarReaderBatchSize", "64");
    // The tables have thousands of rows. With Spark's 200 partitions a cluster spent a minute on
    // 2,000 tasks to report on five cells.
    conf.setIfMissing("spark.sql.shuffle.partitions", "4");
    // A query of so few rows is done before code for it would be compiled, its plan changed on the
    // way, or each step of planning it checked.
    conf.setIfMissing("spark.sql.codegen.wholeStage", "false");
    conf.setIfMissing("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    conf.setIfMissing("spark.sql.adaptive.enabled", "false");
    conf.setIfMissing("spark.sql.lightweightPlanChangeValidation", "false");
    // What executors say and the names of files mean the same wherever they run.
    conf.setIfMissing(
        "spark.executor.defaultJavaOptions",
        "-Duser.language=en -Duser.country=US -Dfile.encoding=UTF-8");
    conf.setIfMissing("spark.executorEnv.LC_ALL", "C.UTF-8");
    if (conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.ui.enabled", "false");
      conf.setIfMissing("spark.driver.host", "localhost");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    }
    settings.forEach(conf::set);
    Masters.check(conf);
    Settings.check(conf);
    try {
      return SparkSession.builder().config(conf).getOrCreate();
    } catch (Exception e) { // Spark's are not declared
      Optional<InputException> refusal = refusal(e);
      if (refusal.isPresent()) {
        throw refusal.get();
      }
      if (e instanceof IllegalArgumentException) { // settings that do not fit together, for one
        throw InputException.cannot(
            ErrorCode.ARGUMENT,
            "start Spark: %s; see --conf and --properties-file".formatted(StorageFault.reason(e)),
            e);
      }
      throw e;
    }
  }

  /**
   * Lets Spark run where the machine's name leads to no address, as in a container: nobody else has
   * to find it. Before any of Spark's settings is read, which asks for that address.
   *
   * @param isLocal whether all of it runs here
   * @throws InputException if others have to find this machine
   */
  public static void nameHost(boolean isLocal) {
    if (System.getenv("SPARK_LOCAL_IP") != null || System.getenv("SPARK_LOCAL_HOSTNAME") != null) {
      return;
    }
    try {
      InetAddress.getLocalHost();
    } catch (UnknownHostException e) {
      if (!isLocal) {
        throw InputException.cannot(
            ErrorCode.ARGUMENT,
            "start Spark: the name of this machine has no address (%s); give it one in /etc/hosts, or"
                    .formatted(e.getMessage())
                + " set SPARK_LOCAL_IP to one that executors reach",
            e);
      }
      Utils.setCustomHostname("localhost");
    }
  }

  /** Returns an input error if Spark refused to start because the heap is too small. */
  private static Optional<InputException> refusal(Exception e) {
    if (String.valueOf(e.getMessage()).contains("System memory ")) {
      return Optional.of(
          InputException.cannot(
              ErrorCode.ARGUMENT,
              "start Spark in a heap of %d MB: it needs 450; give more by --driver-memory, 2g is what"
                      .formatted(Runtime.getRuntime().maxMemory() >> 20)
                  + " the program has without it",
              e));
    }
    return Optional.empty();
  }
}
