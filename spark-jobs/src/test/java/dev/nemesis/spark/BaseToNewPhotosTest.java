package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nemesis.testing.ReadsShared;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Base-to-new on real photographs, with a ResNet's weights in OpenAI's names and CLIP's words. */
@ReadsShared
class BaseToNewPhotosTest {
  private static final String GRID =
      """
      name: photos
      weights: WEIGHTS
      vocab: VOCAB
      data: {root: ROOT}
      axes: {method: [zeroshot, coop, plot, cocoop]}
      settings: {dataset: clothing, classes: base, shots: 1, loss: pan, epochs: 2, ctx_len: 4}
      """;

  @TempDir Path folder;

  @Test
  void everyMethodIsTrainedOnFiveKindsOfClothingAndTestedOnTen() throws IOException {
    String yaml =
        GRID.replace("WEIGHTS", Shared.path("traces/tiny-rn.safetensors").toString())
            .replace("VOCAB", Shared.path("real/vocab/bpe_simple_vocab_16e6.txt.gz").toString())
            .replace("ROOT", Shared.path("real").toString());
    Path grid = Files.writeString(folder.resolve("grid.yaml"), yaml);
    Path out = folder.resolve("out");

    CommandLineRun run =
        CommandLineRun.of("run", grid.toString(), "--out", out.toString(), "--master", "local[2]");

    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("4 cells trained, 0 failed");
    JsonNode halves =
        CommandLineRun.sql(
            out,
            "SELECT method, classes, images FROM evaluations"
                + " ORDER BY method, classes = 'new', classes");
    assertThat(halves)
        .extracting(row -> row.get("method").asText() + " " + row.get("classes").asText())
        .containsExactly(
            "cocoop base",
            "cocoop new",
            "coop base",
            "coop new",
            "plot base",
            "plot new",
            "zeroshot base",
            "zeroshot new");
    for (int method = 0; method < 4; method++) {
      assertThat(
              halves.get(2 * method).get("images").asInt()
                  + halves.get(2 * method + 1).get("images").asInt())
          .as("the test split is in one half or the other")
          .isEqualTo(120);
    }
    assertThat(CommandLineRun.sql(out, "SELECT DISTINCT steps FROM results WHERE method <> 'plot'"))
        .as("two epochs of five images: one small batch, and one at a time")
        .extracting(row -> row.get("steps").asInt())
        .containsExactlyInAnyOrder(0, 2, 10);
    assertThat(
            CommandLineRun.sql(
                out, "--file", Shared.projectRoot().resolve("conf/sql/base_to_new.sql").toString()))
        .hasSize(2 * 4);
  }
}
