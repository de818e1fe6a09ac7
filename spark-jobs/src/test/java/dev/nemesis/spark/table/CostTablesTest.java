package dev.nemesis.spark.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.InputException;
import dev.nemesis.grid.CostResult;
import dev.nemesis.grid.Provenance;
import dev.nemesis.grid.StepCost;
import dev.nemesis.spark.run.FakeExperiment;
import dev.nemesis.spark.session.Sessions;
import dev.nemesis.testing.ReadsShared;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables A8 and A9 from timings written by hand. */
class CostTablesTest {
  private static SparkSession spark;

  @TempDir Path folder;
  private OutFolder out;

  @BeforeAll
  static void start() {
    spark = Sessions.open("local[2]", Map.of());
  }

  @AfterAll
  static void stop() throws IOException {
    spark.close();
  }

  @BeforeEach
  void commit() throws IOException {
    out = OutFolder.at(folder.resolve("out").toString(), new Configuration());
    commit("old", "2026-01-01T00:00:00Z", cost("coop", 0, "ours", 0, 99));
    commit(
        "new",
        "2026-01-02T00:00:00Z",
        cost("coop", 0, "ours", 0, 0.5),
        cost("coop", 0, "reference", 0, 4),
        cost("coop", 0, "reference", 32, 5),
        cost("coop+pun", 0, "ours", 0, 0.75),
        cost("coop+pan", 1, "ours", 0, 1),
        cost("coop+pan", 1, "reference", 0, 8),
        cost("coop+pan", 4, "ours", 0, 1.5),
        cost("plot", 0, "ours", 0, 2),
        new StepCost("SUN397", 397, "coop", 0, 8, "ours", 0, 3, 0.1, 0.1, 0.1));
    CellViews.register(spark, out);
  }

  @Test
  void everyTimingOfEveryBenchIsARow() {
    assertThat(texts("SELECT bench, count(*), max(seconds) FROM costs GROUP BY 1 ORDER BY 1"))
        .containsExactly("new|9|8.0", "old|1|99.0");
    assertThat(texts("SELECT cells, least_seconds, host FROM costs WHERE cells > 1"))
        .containsExactly("8|0.1|here");
  }

  @Test
  void tableA8HasTheLatestBenchBesideTheReferenceAndThePaper() {
    assertThat(texts(SqlFile.BENCH_A8.text()))
        .containsExactly(
            "RN50|32|SUN397|397|coop|0.5|1.0|4.0|1.0|5.0|1.0|8.0|10.0|0.11|1.0",
            "RN50|32|SUN397|397|coop+pun|0.75|1.5|||||||0.21|1.91",
            "RN50|32|SUN397|397|coop+pan|1.0|2.0|8.0|2.0|||8.0||0.37|3.36",
            "RN50|32|SUN397|397|plot|2.0|4.0|||||||0.33|3.0");
  }

  @Test
  void tableA9HasPansCostByThePositionsItShrinks() {
    assertThat(texts(SqlFile.BENCH_A9.text()))
        .containsExactly(
            "RN50|32|SUN397|397|0|0.5|1.0|4.0|1.0|5.0|1.0|8.0|10.0|0.11|1.0",
            "RN50|32|SUN397|397|1|1.0|2.0|8.0|2.0|||8.0||0.37|3.36",
            "RN50|32|SUN397|397|4|1.5|3.0|||||||0.59|5.36");
  }

  @ReadsShared
  @Test
  void thePapersNumbersAreAsItPrintsThem() throws IOException {
    assertThat(
            texts("SELECT dataset, classes, method, seconds FROM paper_costs WHERE positions <= 1"))
        .containsExactlyInAnyOrderElementsOf(rows("table_a8_cost.csv"));
    assertThat(
            texts(
                "SELECT dataset, positions, seconds FROM paper_costs"
                    + " WHERE method IN ('coop', 'coop+pan')"))
        .containsExactlyInAnyOrderElementsOf(rows("table_a9_cost_positions.csv"));
  }

  @Test
  void aFolderWithoutTimingsOrWithOthersFilesIsNamed() throws IOException {
    OutFolder empty = OutFolder.at(folder.resolve("none").toString(), new Configuration());
    assertThatThrownBy(() -> CostFiles.read(empty))
        .isInstanceOf(InputException.class)
        .hasMessageMatching("Cannot find timings in .*none; give a folder that 'nemesis bench.*");

    Files.writeString(folder.resolve("out/costs/letter.parquet"), "not a table");
    assertThatThrownBy(() -> CostFiles.read(out))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("letter.parquet")
        .hasMessageContaining("bench step --out");
  }

  private static List<String> rows(String file) throws IOException {
    return Files.readAllLines(Shared.path("paper/" + file)).stream()
        .skip(1)
        .map(line -> line.replace(',', '|').replaceAll("(\\.\\d)0$", "$1"))
        .toList();
  }

  private void commit(String bench, String at, StepCost... rows) throws IOException {
    Provenance from = FakeExperiment.provenance(at, at);
    CostFiles.commit(out, new CostResult(bench, "RN50", 32, 2, 2, Arrays.asList(rows), from));
  }

  private static StepCost cost(
      String method, int positions, String algorithm, int images, double seconds) {
    return new StepCost(
        "SUN397", 397, method, positions, 1, algorithm, images, 3, seconds, seconds, seconds);
  }

  private static List<String> texts(String query) {
    return spark.sql(query).collectAsList().stream().map(CostTablesTest::text).toList();
  }

  private static String text(Row row) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < row.length(); i++) {
      text.append(i == 0 ? "" : "|").append(row.isNullAt(i) ? "" : row.get(i));
    }
    return text.toString();
  }
}
