package dev.nemesis.spark;

import dev.nemesis.error.StorageFault;
import dev.nemesis.spark.session.Jobs;
import dev.nemesis.spark.session.Sessions;
import dev.nemesis.spark.table.OutFolder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where Spark runs. */
final class SparkOptions {
  private static final String EVENTS = "events";

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark master; default: that of spark-submit, else local[*].")
  private String master;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "A Spark setting, may be given several times.")
  private Map<String, String> conf = new LinkedHashMap<>();

  @Mixin
  @SuppressWarnings("UnusedVariable") // for help and completion
  private LauncherOptions launcher;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  SparkSession open() {
    return open(conf);
  }

  /** Opens a session with its event log below an output folder, unless the user configured it. */
  SparkSession open(OutFolder out) {
    Map<String, String> logged = new LinkedHashMap<>(conf);
    SparkConf given = new SparkConf();
    conf.forEach(given::set);
    if (!given.contains("spark.eventLog.enabled")) {
      out.makeFolder(EVENTS);
      logged.put("spark.eventLog.enabled", "true");
      logged.put("spark.eventLog.dir", out.encodedUri(EVENTS));
    }
    try {
      return open(logged);
    } catch (Exception e) { // Spark's are not declared
      if (isOfTheEventLog(e)) {
        throw StorageFault.cannot("write Spark's event log to " + out.location() + "/" + EVENTS, e);
      }
      throw e;
    }
  }

  /** Jobs that say nothing more of themselves are the command's. */
  private SparkSession open(Map<String, String> settings) {
    SparkSession spark = Sessions.open(master, settings);
    Jobs.describe(spark.sparkContext(), command.qualifiedName());
    return spark;
  }

  /** Nothing but where it was thrown tells it from others. */
  private static boolean isOfTheEventLog(Exception e) {
    return StorageFault.isIn(e)
        && Arrays.stream(e.getStackTrace())
            .anyMatch(frame -> frame.getClassName().contains("EventLog"));
  }

  /** Settings as Spark will have them, the master included. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>(conf);
    if (master != null) {
      settings.put("spark.master", master);
    }
    return settings;
  }

  /** A folder seen with the same Hadoop settings as Spark's; needs no Spark to be up. */
  OutFolder folder(String location) {
    return OutFolder.at(location, Sessions.hadoop(conf));
  }
}
