package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        seed: [1, 2]
        loss: [none, pun, pan]
      settings: {dataset: mini-tiles, shots: 2, epochs: 4, omega: 10, views: 1, targets: [mini-textures]}
      """;
  private static final int CELLS = 1 + 2 * 3;

  @TempDir Path folder;

  @Test
  void aGridIsTrainedResumedRepeatedAndAskedQuestions() throws IOException {
    Path out = folder.resolve("out");
    CommandLineRun first = run(out);
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out()).contains(CELLS + " cells trained, 0 failed", "few_shot.md");
    String prompts =
        "SELECT cell_id, accuracy, soft_prompt FROM results JOIN prompts USING (cell_id) ORDER BY 1";
    JsonNode trained = sql(out, prompts);
    assertThat(trained).hasSize(CELLS - 1);
    assertThat(sql(out, "SELECT target, count(*) AS n FROM evaluations GROUP BY ALL ORDER BY 1"))
        .hasToString(
            "[{\"target\":\"mini-textures\",\"n\":7},{\"target\":\"mini-tiles\",\"n\":7}]");
    assertThat(sql(out, "SELECT epoch, size(norms) AS l FROM epochs ORDER BY ALL"))
        .hasSize(4 * (CELLS - 1))
        .allMatch(row -> row.get("l").asInt() == 16);

    Map<String, byte[]> files = files(out);
    CommandLineRun again = run(out);
    assertThat(again.out()).contains("Nothing to do: all " + CELLS + " cells");
    assertUntouched(files, out);

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

    Path alone = folder.resolve("alone");
    assertThat(run(alone, "--bundle", "1").code()).isZero();
    String accuracies = "SELECT cell_id, round(accuracy, 9) AS a FROM results ORDER BY 1";
    assertThat(sql(alone, accuracies)).as("bundles of one").isEqualTo(sql(out, accuracies));
  }

  @Test
  void realPhotographsGoThrough() {
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
    assertThat(run.out()).contains("4 cells trained, 0 failed");
    assertThat(sql(out, "SELECT DISTINCT images FROM evaluations"))
        .hasToString("[{\"images\":120}]");
  }

  private CommandLineRun run(Path out, String... more) throws IOException {
    Path grid = Files.writeString(folder.resolve("grid.yaml"), GRID);
    return CommandLineRun.of(
        Stream.concat(
                Stream.of("run", grid.toString(), "--out", out.toString(), "--master", "local[2]"),
                Stream.of(more))
            .toArray(String[]::new));
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

  /** Finished cells and image features, by path: what no later run may touch. */
  private static Map<String, byte[]> files(Path out) {
    Map<String, byte[]> files = new TreeMap<>();
    for (String part : List.of("cells", "features")) {
      try (Stream<Path> paths = Files.walk(out.resolve(part))) {
        for (Path path : paths.filter(Files::isRegularFile).toList()) {
          files.put(out.relativize(path).toString(), Files.readAllBytes(path));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    files.keySet().removeIf(name -> name.endsWith(".crc"));
    return files;
  }

  private static void assertUntouched(Map<String, byte[]> before, Path out) {
    Map<String, byte[]> now = files(out);
    before.forEach((name, bytes) -> assertThat(now.get(name)).as(name).isEqualTo(bytes));
  }
}
