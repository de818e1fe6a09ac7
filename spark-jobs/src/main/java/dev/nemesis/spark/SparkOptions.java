package dev.nemesis.spark;

import dev.nemesis.spark.session.Sessions;
import dev.nemesis.spark.table.OutFolder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** Where Spark runs. */
final class SparkOptions {
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

  SparkSession open() {
    return Sessions.open(master, conf);
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
