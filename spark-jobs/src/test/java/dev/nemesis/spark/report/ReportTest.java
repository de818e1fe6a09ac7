package dev.nemesis.spark.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static SparkSession spark;

  @TempDir Path out;

  @BeforeAll
  static void startSpark() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("report-test")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  @Test
  void aWholeBenchmarkIsDrawn() throws Exception {
    mini().become(spark);
    Report report = Report.write(spark, out.toString());
    Files.copy(
        out.resolve("report/figure_2.png"),
        Path.of("/tmp/report-fig.png"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Files.copy(
        out.resolve("report/figure_2.svg"),
        Path.of("/tmp/report-fig.svg"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Files.copy(
        out.resolve("report/few_shot.md"),
        Path.of("/tmp/report-fig.md"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(report.summary()).contains("Average over 11");
  }

  private static Results mini() {
    Random random = new Random(7);
    Results results = new Results();
    for (String name :
        List.of(
            "objects",
            "fine",
            "pets",
            "cars",
            "flowers",
            "food",
            "planes",
            "scenes",
            "textures",
            "satellite",
            "actions")) {
      String dataset = "mini-" + name;
      double base = 35 + 40 * random.nextDouble();
      results.zeroShot(dataset, base);
      for (long seed = 1; seed <= 3; seed++) {
        for (int s = 0; s < 5; s++) {
          double coop = base - 3 + 4.5 * s;
          results.coop(dataset, 1 << s, seed, coop + random.nextGaussian());
          for (double omega : new double[] {0.1, 1, 10}) {
            results.pun(
                dataset, omega, 1 << s, seed, coop + 1 + Math.log10(omega) + random.nextGaussian());
            results.pan(
                dataset, omega, 1 << s, seed, coop + 2 - Math.log10(omega) + random.nextGaussian());
          }
        }
      }
    }
    return results;
  }
}
