package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.testing.ReadsShared;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A grid end to end with nothing fake: Spark, the shipped weights, drawn pictures, real training.
 */
class MiniGridTest {
  private static final String GRID =
      """
      name: tiny
      weights: mini
      vocab: mini
      axes:
        method: [zeroshot, coop]
        shots: [1, 2]
        seed: [1, 2]
        loss: [none, pun, pan]
      settings: {dataset: mini-tiles, epochs: 3, omega: 10, views: 1, targets: [mini-textures]}
      """;
  private static final String[] UNCOMPRESSED = {
    "--conf", "spark.eventLog.compress=false", "--conf", "spark.eventLog.rolling.enabled=false"
  };
  private static final int CELLS = 1 + 2 * 2 * 3;

  @TempDir Path folder;

  @Test
  void aGridIsTrainedResumedRepeatedAndAskedQuestions() throws IOException {
    Path out = folder.resolve("out");
    CommandLineRun first = run(out, UNCOMPRESSED);
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out()).contains(CELLS + " cells trained, 0 failed", "nemesis report --out");
    String prompts =
        "SELECT cell_id, accuracy, learned FROM results JOIN prompts USING (cell_id) ORDER BY 1";
    JsonNode trained = sql(out, prompts);
    assertThat(trained).hasSize(CELLS - 1);
    assertThat(sql(out, "SELECT target, count(*) AS n FROM evaluations GROUP BY ALL ORDER BY 1"))
        .hasToString(
            "[{\"target\":\"mini-textures\",\"n\":13},{\"target\":\"mini-tiles\",\"n\":13}]");
    assertThat(sql(out, "SELECT epoch, size(norms) AS l FROM epochs ORDER BY ALL"))
        .hasSize(3 * (CELLS - 1))
        .allMatch(row -> row.get("l").asInt() == 16);

    assertTheReadmesQuestionsAreAnswered(out, trained.get(0).get("cell_id").asText());

    assertWordsAreTold(out, trained.get(0).get("cell_id").asText());

    assertEveryJobIsDescribed(out);

    Map<String, Kept> files = files(out);
    CommandLineRun again = run(out);
    assertThat(again.out()).contains("Nothing to do: all " + CELLS + " cells");
    assertThat(again.code()).isZero();
    assertThat(files(out)).as("a run with nothing to do").isEqualTo(files);
    files.keySet().removeIf(name -> !name.matches("(cells|features)/.*")); // written only once

    List<String> deleted =
        files.keySet().stream().filter(f -> f.startsWith("cells/")).toList().subList(2, 5);
    for (String file : deleted) {
      Files.delete(out.resolve(file));
    }
    assertThat(run(out).out()).contains("3 cells trained, 0 failed");
    assertThat(sql(out, prompts)).as("the same cells, to the bit").isEqualTo(trained);
    deleted.forEach(files::remove);
    assertUntouched(files, out);

    String cell = trained.get(0).get("cell_id").asText();
    CommandLineRun rerun =
        CommandLineRun.of("rerun", "--out", out.toString(), "--cell", cell, "--master", "local[2]");
    assertThat(rerun.code()).as(rerun.err()).isZero();
    assertThat(out.resolve("cells/" + cell + "-a1.parquet")).exists();
    assertThat(sql(out, "SELECT attempt FROM results WHERE cell_id = '" + cell + "'"))
        .hasToString("[{\"attempt\":1}]");
    assertUntouched(files, out);

    assertThat(reproduce(out, cell))
        .contains("trained again with 0 others", "The same: all", "to the bit");
    String other = trained.get(trained.size() - 1).get("cell_id").asText();
    assertThat(reproduce(out, other)).contains("with 5 others", "The same: all", "to the bit");

    Path alone = folder.resolve("alone");
    assertThat(run(alone, "--bundle", "1").code()).isZero();
    String accuracies = "SELECT cell_id, round(accuracy, 9) AS a FROM results ORDER BY 1";
    assertThat(sql(alone, accuracies)).as("bundles of one").isEqualTo(sql(out, accuracies));
  }

  @ReadsShared
  @Test
  void realPhotographsGoThroughFewShotCorruptionPlotAndBaseToNew() {
    Path out = folder.resolve("clothing");
    CommandLineRun run =
        CommandLineRun.of(
            "run",
            Shared.projectRoot().resolve("conf/grids/clothing.yaml").toString(),
            "--out",
            out.toString(),
            "--master",
            "local[2]",
            "--set",
            "data.root=" + Shared.path("real"),
            "--set",
            "weights=" + Shared.path("traces/tiny-rn.safetensors"),
            "--set",
            "vocab=" + Shared.path("real/vocab/bpe_simple_vocab_16e6.txt.gz"),
            "--set",
            "shots=[1]",
            "--set",
            "epochs=2");
    assertThat(run.code()).as(run.err()).isZero();
    // Zero-shot, CoOp and two losses; PLOT and one; of base classes the same three methods.
    assertThat(run.out()).contains("11 cells trained, 0 failed");
    assertThat(run.out()).contains("1 learned prompts corrupted, 0 failed");
    assertThat(sql(out, "SELECT DISTINCT images FROM evaluations WHERE classes = 'all'"))
        .hasToString("[{\"images\":120}]");
    assertThat(sql(out, "SELECT sum(images) AS images FROM evaluations WHERE classes <> 'all'"))
        .hasToString("[{\"images\":600}]");
    assertThat(sql(out, "SELECT count(*) AS rows, count(DISTINCT position) AS n FROM corruptions"))
        .hasToString("[{\"rows\":160,\"n\":16}]");
  }

  /** By the event log, from which Spark's history server lists them. */
  private static void assertEveryJobIsDescribed(Path out) throws IOException {
    List<String> jobs = new ArrayList<>();
    for (Map.Entry<String, Kept> file : files(out).entrySet()) {
      if (file.getKey().startsWith("events/")) {
        String text = StandardCharsets.UTF_8.decode(file.getValue().content()).toString();
        for (String line : text.lines().toList()) {
          JsonNode event = new ObjectMapper().readTree(line);
          if (event.path("Event").asText().equals("SparkListenerJobStart")) {
            jobs.add(event.path("Properties").path("spark.job.description").asText());
          }
        }
      }
    }
    assertThat(jobs)
        .doesNotContain("")
        .contains("training of 3 bundles", "tables/v001/results")
        .anyMatch(job -> job.matches("features of \\d+ images"));
  }

  private CommandLineRun run(Path out, String... more) throws IOException {
    Path grid = Files.writeString(folder.resolve("grid.yaml"), GRID);
    return CommandLineRun.of(
        Stream.concat(
                Stream.of("run", grid.toString(), "--out", out.toString(), "--master", "local[2]"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static String reproduce(Path out, String cell) {
    CommandLineRun run =
        CommandLineRun.of(
            "reproduce", "--out", out.toString(), "--master", "local[2]", "--cell", cell);
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    return run.out();
  }

  private static JsonNode sql(Path out, String query) {
    CommandLineRun run =
        CommandLineRun.of(
            "sql", "--out", out.toString(), "--master", "local[2]", "--format", "json", query);
    assertThat(run.code()).as(run.err()).isZero();
    try {
      return new ObjectMapper().readTree(run.out());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertTheReadmesQuestionsAreAnswered(Path out, String cell) {
    JsonNode means =
        sql(
            out,
            "SELECT loss, shots, avg(accuracy) AS mean, count(*) AS n FROM results"
                + " WHERE method = 'coop' GROUP BY loss, shots ORDER BY loss, shots");
    assertThat(means)
        .extracting(row -> row.get("loss").asText() + row.get("shots") + "x" + row.get("n"))
        .containsExactly("none1x2", "none2x2", "pan1x2", "pan2x2", "pun1x2", "pun2x2");
    assertThat(means).allMatch(row -> row.get("mean").asDouble() > 0);

    JsonNode largest =
        sql(
            out,
            "SELECT cell_id, final_norm FROM results ORDER BY final_norm DESC NULLS LAST LIMIT 10");
    assertThat(largest)
        .hasSize(10)
        .extracting(row -> row.get("final_norm").asDouble())
        .isSortedAccordingTo(Comparator.reverseOrder())
        .allMatch(norm -> norm > 0);

    JsonNode epochs =
        sql(out, "SELECT epoch, ce_loss FROM epochs WHERE cell_id = '" + cell + "' ORDER BY epoch");
    assertThat(epochs).extracting(row -> row.get("epoch").asInt()).containsExactly(0, 1, 2);
    assertThat(epochs).allMatch(row -> row.get("ce_loss").asDouble() > 0);
  }

  private static void assertWordsAreTold(Path out, String cell) {
    CommandLineRun run =
        CommandLineRun.of("words", "--out", out.toString(), "--cell", cell, "--format", "csv");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(1 + 16 * 3);
  }

  /** A file as it was written. */
  private record Kept(FileTime at, ByteBuffer content) {}

  /** All files of an output folder, by path. */
  private static Map<String, Kept> files(Path out) throws IOException {
    Map<String, Kept> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(out)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(
            out.relativize(path).toString(),
            new Kept(Files.getLastModifiedTime(path), ByteBuffer.wrap(Files.readAllBytes(path))));
      }
    }
    return files;
  }

  private static void assertUntouched(Map<String, Kept> before, Path out) throws IOException {
    assertThat(files(out)).containsAllEntriesOf(before);
  }
}
