package dev.nemesis.spark.session;

import static dev.nemesis.error.InputException.cannot;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.StorageFault;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.internal.config.ConfigEntry$;
import org.apache.spark.internal.config.ConfigReader;
import org.apache.spark.sql.internal.SQLConf$;
import scala.Tuple2;

/** Whether Spark's settings have values that it can read: it reads most of them late. */
final class Settings {
  private Settings() {}

  /**
   * Reads each as Spark will.
   *
   * @throws dev.nemesis.error.InputException naming the first that it could not
   */
  static void check(SparkConf conf) {
    // Their entries are made when these are loaded.
    var unused = org.apache.spark.internal.config.package$.MODULE$;
    var unusedToo = SQLConf$.MODULE$;
    Map<String, String> given = new HashMap<>();
    for (Tuple2<String, String> setting : conf.getAll()) {
      given.put(setting._1, setting._2);
    }
    ConfigReader reader = new ConfigReader(given);
    given.forEach(
        (key, value) -> {
          ConfigEntry<?> entry = ConfigEntry$.MODULE$.findEntry(key);
          if (entry != null) {
            try {
              entry.readFrom(reader);
            } catch (RuntimeException e) {
              throw cannot(
                  ErrorCode.ARGUMENT,
                  "use the Spark setting %s=%s: %s; see --conf and --properties-file"
                      .formatted(key, value, StorageFault.reason(e).replaceFirst("[.;]+$", "")),
                  e);
            }
          }
        });
  }
}
