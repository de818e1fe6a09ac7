package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nemesis.data.Dataset;
import dev.nemesis.data.FewShot;
import dev.nemesis.data.mini.MiniDatasets;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cells of base classes on the mini benchmark: their rows, and what every command makes of them.
 */
class BaseToNewTest {
  private static final String GRID =
      """
      name: halves
      weights: mini
      vocab: mini
      axes:
        method: [zeroshot, coop]
        dataset: [mini-counts, mini-textures]
        seed: [1, 2]
        loss: [none, pan]
      settings: {classes: base, shots: 1, epochs: 2, ctx_len: 4, views: 0}
      """;
  private static final int CELLS = 2 * (1 + 2 * 2);
  private static final String BASE_TO_NEW =
      Shared.projectRoot().resolve("conf/sql/base_to_new.sql").toString();

  @TempDir static Path folder;
  private static Path out;
  private static CommandLineRun trained;

  @BeforeAll
  static void aGridIsTrained() throws IOException {
    out = folder.resolve("out");
    Path grid = Files.writeString(folder.resolve("grid.yaml"), GRID);
    trained =
        CommandLineRun.of("run", grid.toString(), "--out", out.toString(), "--master", "local[2]");
    assertThat(trained.code()).as(trained.out() + trained.err()).isZero();
  }

  @Test
  void everyCellIsTestedOnEachHalfAmongItsOwnClasses() {
    assertThat(trained.out()).contains(CELLS + " cells trained, 0 failed");
    assertThat(
            texts(
                "SELECT DISTINCT concat_ws(' ', trained_classes, target, classes, images) FROM"
                    + " evaluations ORDER BY 1"))
        .containsExactly(
            "base mini-counts base 150",
            "base mini-counts new 150",
            "base mini-textures base 175",
            "base mini-textures new 175");
    assertThat(texts("SELECT concat(count(*), '') FROM evaluations"))
        .containsExactly("" + 2 * CELLS);
    assertThat(
            texts(
                "SELECT concat(count(*), '') FROM results r JOIN evaluations e USING (cell_id)"
                    + " WHERE e.classes = 'base' AND r.classes = 'base'"
                    + " AND e.accuracy = r.accuracy AND e.macro_f1 = r.macro_f1"))
        .as("a cell's accuracy is that on its base classes")
        .containsExactly("" + CELLS);
    assertThat(texts("SELECT DISTINCT concat_ws(' ', classes, epochs) FROM epochs"))
        .containsExactly("base 2");
    assertThat(texts("SELECT DISTINCT classes FROM prompts")).containsExactly("base");
  }

  @Test
  void theReportHasTheirTableAndNoneOfAllClasses() {
    CommandLineRun report =
        CommandLineRun.of("report", "--out", out.toString(), "--master", "local[1]");

    assertThat(report.code()).as(report.err()).isZero();
    assertThat(out.resolve("report/tables/table_a4.md"))
        .content()
        .contains("| method | Base | New | H |");
    assertThat(out.resolve("report/tables/table_a5.md")).doesNotExist();
  }

  @Test
  void theHarmonicMeanIsOfTheMeansOverSeedsAndDatasets() {
    JsonNode answer = CommandLineRun.sql(out, "--file", BASE_TO_NEW);
    JsonNode rows =
        CommandLineRun.sql(
            out,
            "SELECT method, loss, dataset, classes, accuracy FROM evaluations"
                + " WHERE trained_classes = 'base'");

    // Zero-shot, and CoOp with two losses: on average, and on each dataset.
    assertThat(answer).hasSize(3 * 3);
    for (JsonNode row : answer) {
      double base = mean("base", row, rows);
      double onNew = mean("new", row, rows);
      assertThat(row.get("base").asDouble()).isCloseTo(base, within(1e-9));
      assertThat(row.get("new").asDouble()).isCloseTo(onNew, within(1e-9));
      assertThat(row.get("h").asDouble())
          .isCloseTo(2 / (1 / base + 1 / onNew), within(1e-9))
          .isBetween(Math.min(base, onNew), Math.max(base, onNew));
      boolean zeroShot = row.get("method").asText().equals("zeroshot");
      assertThat(row.get("seeds").asInt()).isEqualTo(zeroShot ? 1 : 2);
      assertThat(row.get("datasets").asInt()).isEqualTo(row.get("dataset").isNull() ? 2 : 1);
      assertThat(row.get("base_std").isNull()).isEqualTo(zeroShot || row.get("dataset").isNull());
    }
  }

  @Test
  void aPromptIsCorruptedOnTheClassesItWasTrainedOn() {
    CommandLineRun corrupted =
        nemesis("corrupt", "--where", "dataset = 'mini-counts' AND loss = 'pan'");

    assertThat(corrupted.code()).as(corrupted.err()).isZero();
    assertThat(
            texts(
                "SELECT DISTINCT concat_ws(' ', c.classes, c.accuracy_before = e.accuracy,"
                    + " e.classes) FROM corruptions c JOIN evaluations e USING (cell_id)"
                    + " WHERE e.classes = 'base'"))
        .containsExactly("base true base");
    assertThat(
            CommandLineRun.sql(
                out,
                "--file",
                Shared.projectRoot().resolve("conf/sql/low_norm_effect.sql").toString()))
        .as("of a prompt of all classes it would be another number")
        .isNotEmpty()
        .allMatch(row -> row.get("classes").asText().equals("base"));
  }

  @Test
  void aPromptInAFileIsTestedOnTheHalfThatIsAskedFor() {
    String cell = texts("SELECT min(cell_id) FROM prompts WHERE dataset = 'mini-counts'").get(0);
    Path to = folder.resolve("exported");
    CommandLineRun exported =
        CommandLineRun.of(
            "export-prompt", "--out", out.toString(), "--cell", cell, "--to", "" + to);
    assertThat(exported.code()).as(exported.err()).isZero();

    for (String classes : List.of("base", "new")) {
      CommandLineRun run =
          CommandLineRun.of(
              "evaluate",
              to.resolve("prompt.safetensors").toString(),
              "--dataset",
              "mini-counts",
              "--classes",
              classes,
              "--weights",
              "mini",
              "--vocab",
              "mini",
              "--features",
              folder.resolve("features").toString(),
              "--master",
              "local[1]");
      JsonNode row =
          CommandLineRun.sql(
                  out,
                  "SELECT * FROM evaluations WHERE cell_id = '%s' AND classes = '%s'"
                      .formatted(cell, classes))
              .get(0);

      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.out())
          .contains(
              "mini-counts, " + classes + " classes, " + row.get("images") + " test images",
              "accuracy   %.2f%n".formatted(row.get("accuracy").asDouble()),
              "macro F1   %.2f%n".formatted(row.get("macro_f1").asDouble()));
    }
  }

  @Test
  void aCellIsReproducedAndTrainedAgain() {
    String cell = texts("SELECT max(cell_id) FROM prompts").get(0);

    CommandLineRun reproduced = nemesis("reproduce", "--cell", cell);
    assertThat(reproduced.code()).as(reproduced.out() + reproduced.err()).isZero();
    assertThat(reproduced.out()).contains("The same: all", "to the bit");

    String was = "SELECT concat_ws(' ', classes, accuracy) FROM evaluations WHERE cell_id = '%s'";
    List<String> before = texts(was.formatted(cell));
    CommandLineRun again = nemesis("rerun", "--cell", cell, "--bundle", "2");
    assertThat(again.code()).as(again.out() + again.err()).isZero();
    assertThat(texts("SELECT concat(attempt, '') FROM results WHERE cell_id = '" + cell + "'"))
        .containsExactly("1");
    assertThat(texts(was.formatted(cell))).isEqualTo(before);
  }

  @Test
  void cellsOfAllClassesNeedNoOtherTestImages() throws IOException {
    Set<String> before = features();
    Path all =
        Files.writeString(
            folder.resolve("all.yaml"), GRID.replace("classes: base", "classes: all"));

    CommandLineRun plan = CommandLineRun.of("plan", all.toString(), "--out", out.toString());

    // Shots of the new classes alone: those of a base class are the ones an ordinary cell has.
    int shots = newShots("mini-counts", 5) + newShots("mini-textures", 7);
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out()).containsPattern("features %d images".formatted(shots));
    assertThat(features()).isEqualTo(before);
  }

  /** Images that the two seeds draw of classes from a label on, each once. */
  private static int newShots(String name, int first) {
    Dataset dataset = MiniDatasets.open(name);
    return (int)
        Stream.of(1L, 2L)
            .flatMap(seed -> FewShot.train(dataset, 1, seed).stream())
            .filter(image -> image.label() >= first)
            .distinct()
            .count();
  }

  private static Set<String> features() throws IOException {
    try (Stream<Path> files = Files.walk(out.resolve("features"))) {
      return files
          .filter(Files::isRegularFile)
          .map(Path::toString)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** Over the cells of an answer's row, which are as many of each dataset. */
  private static double mean(String classes, JsonNode of, JsonNode rows) {
    return rows.valueStream()
        .filter(row -> row.get("classes").asText().equals(classes))
        .filter(row -> row.get("method").equals(of.get("method")))
        .filter(row -> row.get("loss").equals(of.get("loss")))
        .filter(row -> of.get("dataset").isNull() || row.get("dataset").equals(of.get("dataset")))
        .mapToDouble(row -> row.get("accuracy").asDouble())
        .average()
        .orElseThrow();
  }

  private static List<String> texts(String query) {
    return Stream.of(CommandLineRun.sql(out, query))
        .flatMap(rows -> rows.valueStream())
        .map(row -> row.elements().next().asText())
        .toList();
  }

  private static CommandLineRun nemesis(String command, String... args) {
    return CommandLineRun.of(
        Stream.concat(
                Stream.of(command, "--out", out.toString(), "--master", "local[2]"),
                Stream.of(args))
            .toArray(String[]::new));
  }
}
