package dev.nemesis.spark.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class SessionsTest {
  /** Keys to a store of objects, for one. */
  @Test
  void whatHadoopWasGivenThroughSparkReachesTasksToo() throws IOException {
    String key = "fs.store.key";
    try (SparkSession spark = Sessions.open("local[1]", Map.of("spark.hadoop." + key, "secret"))) {
      assertThat(
              JavaSparkContext.fromSparkContext(spark.sparkContext())
                  .parallelize(List.of(key))
                  .map(name -> Sessions.hadoop().get(name))
                  .collect())
          .containsExactly("secret");
    }
    assertThat(Sessions.hadoop().get(key)).isNull();
  }
}
