package dev.nemesis.spark.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.spark.table.OutFolder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the page, from real files and a real Spark. */
class ReportPageTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  private static SparkSession spark;
  private static String page;

  @BeforeAll
  static void writeThePage() throws Exception {
    spark = SampleGrid.spark();
    SampleGrid.fill(out("grid"));
    page = SampleGrid.page(spark, out("grid"), PageKind.FILE);
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  @Test
  void everyCellIsInTheListAndLeadsToItsOwnDetails() throws Exception {
    JsonNode cells = data("cells");

    assertThat(cells.get("rows")).hasSize(SampleGrid.CELLS.size());
    for (JsonNode row : cells.get("rows")) {
      JsonNode details = details(row);
      boolean isDone = field(row, "status").asText().equals("done");
      assertThat(details.has("provenance")).isEqualTo(isDone);
      if (isDone) {
        double accuracy = details.get("evaluations").get(0).get(3).asDouble();
        assertThat(accuracy).isEqualTo(field(row, "accuracy").asDouble());
      }
    }
  }

  @Test
  void cellsAreInTheOrderOfTheirDatasetsAndShots() throws Exception {
    List<String> order = new ArrayList<>();
    data("cells")
        .get("rows")
        .forEach(row -> order.add(field(row, "dataset").asText() + field(row, "shots").asText()));

    assertThat(order).isSorted().startsWith("mini-shapes0", "mini-shapes1").endsWith("mini-tiles2");
  }

  @Test
  void aCurveIsThinnedToFortyEpochsAndKeepsItsEnds() throws Exception {
    JsonNode epochs = details(row(SampleGrid.WORDY)).get("epochs");

    assertThat(epochs.get("of").asInt()).isEqualTo(SampleGrid.EPOCHS);
    assertThat(epochs.get("shown")).hasSize(40);
    assertThat(epochs.get("shown").get(0).asInt()).isZero();
    assertThat(epochs.get("shown").get(39).asInt()).isEqualTo(SampleGrid.EPOCHS - 1);
    List<Double> test = curve(epochs.get("testAccuracy"));
    assertThat(test.get(0)).isEqualTo(40, within(1e-9));
    assertThat(test.get(39)).isEqualTo(40 + (SampleGrid.EPOCHS - 1) / 2.0, within(1e-9));
    for (int i = 0; i < 40; i++) {
      int epoch = epochs.get("shown").get(i).asInt();
      assertThat(curve(epochs.get("norms").get(3)).get(i)).isEqualTo(epoch + 4.125, within(0.0051));
      assertThat(curve(epochs.get("ceLoss")).get(i)).isEqualTo(2.0 / (epoch + 1), within(1e-5));
    }
  }

  @Test
  void aCellThatWasNotTriedHasItsSettingsAlone() throws Exception {
    JsonNode missing = row(SampleGrid.MISSING);

    assertThat(field(missing, "status").asText()).isEqualTo("missing");
    assertThat(field(missing, "accuracy").isNull()).isTrue();
    assertThat(details(missing).at("/settings/batch_size").asInt()).isEqualTo(32);
    assertThat(details(missing).get("failures")).isEmpty();
  }

  @Test
  void lowNormEffectCountsAreOfAllEpochs() throws Exception {
    JsonNode epochs = details(row(SampleGrid.WORDY)).get("epochs");

    assertThat(epochs.get("tried")).hasToString("[120,120,120,120]");
    assertThat(epochs.get("counts")).hasToString("[60,0,120,0]");
  }

  @Test
  void aSweepHasWhatEachCorruptionGained() throws Exception {
    JsonNode sweep = details(row(SampleGrid.WORDY)).get("sweeps").get(0);

    assertThat(sweep.get("noise").asText()).isEqualTo("variance");
    assertThat(sweep.get("before").asDouble())
        .isEqualTo(field(row(SampleGrid.WORDY), "accuracy").asDouble());
    JsonNode halved = null;
    for (JsonNode operation : sweep.get("operations")) {
      boolean isHalving = operation.get("factor").asDouble() == 0.5;
      halved = isHalving && operation.get("name").asText().equals("rescale") ? operation : halved;
    }
    assertThat(curve(halved.get("gains"))).containsExactly(1.0, -1.0, 1.0, -1.0);
  }

  @Test
  void nearestWordsAreToldOrWhyThereAreNone() throws Exception {
    JsonNode words = details(row(SampleGrid.WORDY)).get("words");
    JsonNode others = details(anyOther()).get("words");

    assertThat(words.get("vectors")).hasSize(4);
    JsonNode second = words.get("vectors").get(1);
    assertThat(second.get(0).asInt() + "." + second.get(1)).isEqualTo("1.2");
    assertThat(second.get(2)).hasSize(3);
    assertThat(second.get(2).get(0)).hasToString("[\"red</w>\",0.0]");
    assertThat(others.get("vectors")).isEmpty();
    assertThat(others.get("reason").asText())
        .startsWith("Cannot compare cell ")
        .contains("width 3");
  }

  @Test
  void aMessageWithMarkupIsTextAndNothingElse() throws Exception {
    JsonNode failures = data("failures");

    assertThat(page).doesNotContain("<img src=x", "<b>markup", "<i>broken");
    assertThat(failures.get(0).get("message").asText())
        .isIn(SampleGrid.HOSTILE, "the executor was lost");
    assertThat(failures.findValuesAsText("message")).contains(SampleGrid.HOSTILE);
    assertThat(failures.get(0).has("stack")).isFalse();
    String stack = details(row(SampleGrid.FAILED)).get("failures").get(0).get("stack").asText();
    assertThat(stack)
        .startsWith(SampleGrid.HOSTILE)
        .endsWith("... cut here")
        .hasSizeLessThan(4_100);
  }

  @Test
  void theModelIsThereWithItsGapsAndMarks() throws Exception {
    JsonNode lines = data("model").get("tables").get(0).get("blocks").get(0).get("lines");

    assertThat(lines.get(0).get("entries").get(1).isNull()).isTrue();
    JsonNode coop = lines.get(1).get("entries");
    assertThat(coop.get(0).get("isMixed").asBoolean()).isTrue();
    assertThat(coop.get(0).get("waitsFor")).hasSize(2);
    assertThat(coop.get(1).has("mean")).isFalse();
    assertThat(lines.get(2).get("entries").get(0).get("isBest").asBoolean()).isTrue();
  }

  @Test
  void nothingIsAskedOfAnyHostAndOnlyThePagesOwnScriptRuns() throws Exception {
    assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContainPattern("https?://");
    String policy = found("Content-Security-Policy\" content=\"([^\"]*)\"");
    assertThat(policy)
        .contains("default-src 'none'", "connect-src 'none'", "base-uri 'none'")
        .contains("script-src '" + hash(found("(?s)<script>(.*?)</script>")) + "'")
        .contains("style-src '" + hash(found("(?s)<style>(.*?)</style>")) + "'")
        .doesNotContain("unsafe");
    assertThat(SampleGrid.page(spark, out("grid"), PageKind.SERVED)).contains("connect-src 'self'");
  }

  @Test
  void thePageSaysWhatItIsOf() throws Exception {
    JsonNode about = data("about");

    assertThat(about.get("grid").asText()).isEqualTo("sample");
    assertThat(about.get("out").asText()).isEqualTo(folder.resolve("grid").toString());
    assertThat(about.get("live").asBoolean()).isFalse();
    assertThat(about.get("version").asText()).isEqualTo("7.1");
  }

  @Test
  void aFolderWithoutAnyCellHasAPageToo() throws Exception {
    SampleGrid.plan(out("empty"));

    String empty = SampleGrid.page(spark, out("empty"), PageKind.FILE);
    ByteArrayOutputStream live = new ByteArrayOutputStream();
    ReportPage.writeEmpty("sample", out("empty"), live);

    assertThat(empty).contains("\"missing\"").doesNotContain("\"done\"");
    assertThat(live.toString(StandardCharsets.UTF_8)).contains("\"live\":true", "\"version\":\"\"");
  }

  private static OutFolder out(String name) {
    return OutFolder.at(folder.resolve(name).toString(), new Configuration());
  }

  private static JsonNode data(String name) throws Exception {
    return JSON.readTree(found("(?s)id=\"data-" + name + "\">(.*?)</script>"));
  }

  private static String found(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(page);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  private static JsonNode row(String id) throws Exception {
    for (JsonNode row : data("cells").get("rows")) {
      if (field(row, "cell_id").asText().equals(id)) {
        return row;
      }
    }
    throw new AssertionError("no cell " + id);
  }

  private static JsonNode anyOther() throws Exception {
    return row(
        SampleGrid.CELLS.keySet().stream()
            .filter(id -> id.contains("coop-pan"))
            .findFirst()
            .orElseThrow());
  }

  private static JsonNode field(JsonNode row, String column) {
    try {
      JsonNode columns = data("cells").get("columns");
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).asText().equals(column)) {
          return row.get(i);
        }
      }
      throw new AssertionError("no column " + column);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode details(JsonNode row) throws Exception {
    String packed = found("id=\"details-" + field(row, "chunk").asInt() + "\">([^<]*)</script>");
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(packed)))) {
      return JSON.readTree(in).get(field(row, "place").asInt());
    }
  }

  /** As the page's script decodes it. */
  private static List<Double> curve(JsonNode packed) {
    double unit = Math.pow(10, packed.get(0).asInt());
    List<Double> values = new ArrayList<>();
    int now = 0;
    for (int i = 1; i < packed.size(); i++) {
      now += packed.get(i).asInt();
      values.add(packed.get(i).isNull() ? null : now * unit);
    }
    return values;
  }

  private static String hash(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }
}
