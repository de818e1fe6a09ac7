package dev.nemesis.spark.session;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.InputException;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @ParameterizedTest
  @CsvSource({
    "spark.sql.shuffle.partitions, four",
    "spark.executor.memory, 2 gigs",
    "spark.task.cpus, 0.5",
    "spark.task.cpus, ''",
    "spark.eventLog.enabled, yes",
    "spark.speculation.interval, soon",
    "spark.driver.maxResultSize, -",
    "spark.sql.adaptive.enabled, 2",
    "spark.sql.session.timeZone, Mars/Olympus"
  })
  void aValueThatSparkCannotReadIsOneLineThatNamesIt(String key, String value) {
    assertThatThrownBy(() -> Sessions.open("local[1]", Map.of(key, value)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot use the Spark setting " + key + "=" + value + ": ")
        .hasMessageEndingWith("; see --conf and --properties-file")
        .hasMessageNotContaining("\n");
  }

  @Test
  void whatSparkCanReadAndWhatItDoesNotKnowIsLeftToIt() {
    SparkConf conf = new SparkConf(false);
    conf.set("spark.executor.memory", "2g").set("spark.sql.shuffle.partitions", "3");
    conf.set("spark.hadoop.fs.s3a.endpoint", "host").set("spark.my.own", "value");

    assertThatCode(() -> Settings.check(conf)).doesNotThrowAnyException();
  }
}
