package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trained on one dataset, tested on variants of it that show its classes differently. */
class DomainGeneralizationTest {
  private static final List<String> TARGETS =
      List.of(
          "mini-objects-redrawn",
          "mini-objects-sketch",
          "mini-objects-hard",
          "mini-objects-rendition");
  private static final String GRID =
      """
      name: domains
      weights: mini
      vocab: mini
      axes: {method: [zeroshot, coop], seed: [1, 2], loss: [none, pun]}
      settings:
        {dataset: mini-objects, shots: 1, epochs: 2, ctx_len: 4, views: 0,
        targets: [mini-objects-redrawn, mini-objects-sketch, mini-objects-hard, mini-objects-rendition]}
      """;

  @TempDir Path folder;

  @Test
  void everyTargetHasARowAndTheQueryAveragesThem() throws IOException {
    Path out = folder.resolve("out");
    CommandLineRun run = nemesis("run", "--out", out.toString(), "--master", "local[2]");
    assertThat(run.code()).as(run.out() + run.err()).isZero();

    Map<String, Map<String, Double>> bySeed = new HashMap<>(); // of a setting and a target
    JsonNode evaluations = CommandLineRun.sql(out, "SELECT * FROM evaluations");
    assertThat(evaluations).hasSize((1 + 4) * (1 + TARGETS.size()));
    for (JsonNode row : evaluations) {
      assertThat(row.get("classes").asText()).isEqualTo("all");
      bySeed
          .computeIfAbsent(key(row), key -> new HashMap<>())
          .put(row.get("seed").asText(), row.get("accuracy").asDouble());
    }
    JsonNode cell = CommandLineRun.sql(out, "SELECT max(cell_id) AS id FROM prompts").get(0);
    assertThat(
            CommandLineRun.sql(
                out, "SELECT target FROM evaluations WHERE cell_id = " + cell.get("id")))
        .extracting(row -> row.get("target").asText())
        .containsExactly(
            Stream.concat(Stream.of("mini-objects"), TARGETS.stream()).toArray(String[]::new));

    JsonNode answer =
        CommandLineRun.sql(
            out,
            "--file",
            Shared.projectRoot().resolve("conf/sql/domain_generalization.sql").toString());
    assertThat(answer).hasSize(3 * (TARGETS.size() + 1));
    Map<String, Double> sums = new HashMap<>();
    for (JsonNode row : answer) {
      String setting = row.get("method").asText() + " " + row.get("loss").asText() + " ";
      assertThat(row.get("source").asDouble())
          .isCloseTo(mean(bySeed.get(setting + "mini-objects")), within(1e-9));
      assertThat(row.get("seeds").asInt()).isEqualTo(bySeed.get(setting + "mini-objects").size());
      if (row.get("target").isNull()) {
        assertThat(row.get("targets").asInt()).isEqualTo(TARGETS.size());
        assertThat(row.get("accuracy").asDouble())
            .as("after its targets: %s", setting)
            .isCloseTo(sums.get(setting) / TARGETS.size(), within(1e-9));
      } else {
        double accuracy = row.get("accuracy").asDouble();
        assertThat(accuracy).isCloseTo(mean(bySeed.get(key(row))), within(1e-9));
        sums.merge(setting, accuracy, Double::sum);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dataset=mini-objects-hard | Cannot train on dataset mini-objects-hard: there are no train"
            + " images of it; give a dataset that has some, and this one among targets",
        "targets=[mini-objects-dark] | Cannot find a dataset called mini-objects-dark"
      })
  void whatCannotBeTrainedOrTestedOnIsOneLine(String set, String message) throws IOException {
    CommandLineRun run = nemesis("plan", "--out", folder.resolve("none").toString(), "--set", set);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).hasLineCount(1).startsWith(message);
  }

  @Test
  void whatHasTestImagesAloneCanBeTestedWithoutTraining() throws IOException {
    CommandLineRun run =
        nemesis(
            "plan",
            "--out",
            folder.resolve("none").toString(),
            "--set",
            "dataset=mini-objects-hard",
            "--set",
            "settings.method=zeroshot");

    assertThat(run.code()).as(run.err()).isZero();
  }

  private CommandLineRun nemesis(String command, String... args) throws IOException {
    Path grid = Files.writeString(folder.resolve("grid.yaml"), GRID);
    return CommandLineRun.of(
        Stream.concat(Stream.of(command, grid.toString()), Stream.of(args)).toArray(String[]::new));
  }

  private static String key(JsonNode row) {
    return "%s %s %s"
        .formatted(
            row.get("method").asText(), row.get("loss").asText(), row.get("target").asText());
  }

  private static double mean(Map<String, Double> bySeed) {
    return bySeed.values().stream().mapToDouble(v -> v).average().orElseThrow();
  }
}
