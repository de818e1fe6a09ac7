package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.EpochResult;
import dev.nemesis.grid.LearnedArray;
import dev.nemesis.spark.export.TensorBoardReader;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code nemesis export} writes, read back by readers of its formats. */
class ExportCommandTest {
  private static final String YAML =
      "{name: g, weights: mini, vocab: mini, axes: {method: [coop, cocoop, zeroshot], seed: [1, 2]},"
          + " settings: {dataset: d, shots: 1, epochs: 3, loss: pan}}";

  /** What CSV has to put in quotes, and what it must not take for white space or a comment. */
  private static final String MESSAGE = "# it \"burst\" ";

  private static final String STACK = "at here,\r\n\tat there\r";

  @TempDir Path folder;
  private Path out;
  private Path to;
  private FinishedGrid grid;
  private Cell failed;

  @BeforeEach
  void aGridOfThreeMethodsOfWhichACellFailed() throws IOException {
    out = folder.resolve("out");
    to = folder.resolve("a folder/to");
    grid = FinishedGrid.at(out, YAML);
    failed =
        grid.cells().stream()
            .filter(cell -> grid.ids().get(cell).contains("-coop-pan-w1-s2"))
            .findAny()
            .orElseThrow();
    grid.done(cell -> cell.equals(failed) ? null : cell.seed() * 10 + 1 / 3.0);
    grid.failed(failed, MESSAGE, STACK);
  }

  @Test
  void csvHasEveryTableAndReadsBackEqual() throws IOException {
    assertThat(export("csv"))
        .contains(to + "/results.csv  5 rows", "/epochs.csv  9 rows", "/costs.csv  0 rows");

    assertThat(files(to))
        .containsExactly(
            "corruptions.csv",
            "costs.csv",
            "epochs.csv",
            "evaluations.csv",
            "failures.csv",
            "planned.csv",
            "prompts.csv",
            "results.csv");
    Map<String, Map<String, String>> results = byId("results.csv");
    assertThat(results).containsOnlyKeys(grid.ids().values());
    Map<String, String> done = results.get(trained().cellId());
    assertThat(Double.parseDouble(done.get("accuracy"))).isEqualTo(10 + 1 / 3.0);
    assertThat(done)
        .containsEntry("loss", "pan")
        .containsEntry("targets", "[]")
        .containsEntry("pan_omega", null);
    assertThat(results.get(grid.ids().get(failed)))
        .containsEntry("status", "failed")
        .containsEntry("accuracy", null);

    Map<String, String> failure = byId("failures.csv").get(grid.ids().get(failed));
    assertThat(failure).containsEntry("message", MESSAGE).containsEntry("stack", STACK);

    List<Map<String, String>> epochs =
        csv("epochs.csv").stream()
            .filter(row -> row.get("cell_id").equals(trained().cellId()))
            .toList();
    for (EpochResult epoch : trained().epochs()) {
      Map<String, String> row =
          epochs.stream()
              .filter(one -> one.get("epoch").equals(String.valueOf(epoch.epoch())))
              .findAny()
              .orElseThrow();
      assertThat(Double.parseDouble(row.get("ce_loss"))).isEqualTo(epoch.ceLoss());
      assertThat(row.get("norms")).isEqualTo(new ObjectMapper().writeValueAsString(epoch.norms()));
    }
    LearnedArray[] learned =
        new ObjectMapper()
            .readValue(
                byId("prompts.csv").get(trained().cellId()).get("learned"), LearnedArray[].class);
    assertThat(learned).containsExactlyElementsOf(trained().learned());
  }

  /** Its default reader rounds the last bit otherwise. */
  @Test
  void theDocumentationSaysHowPandasReadsNumbersBackEqual() throws IOException {
    assertThat(Files.readString(Shared.projectRoot().resolve("docs/exports.md")))
        .contains("pd.read_csv(file, float_precision=\"round_trip\")")
        .contains("pd.read_json(file, lines=True, precise_float=True)");
  }

  @Test
  void jsonLinesHaveAnObjectARowAndOnlyTheChosenCells() throws IOException {
    export("jsonl", "--where", "method = 'coop'");

    List<JsonNode> results = new ArrayList<>();
    for (String line : Files.readAllLines(to.resolve("results.jsonl"))) {
      results.add(new ObjectMapper().readTree(line));
    }
    assertThat(results)
        .extracting(row -> row.get("method").asText())
        .containsExactly("coop", "coop");
    assertThat(results)
        .extracting(row -> row.get("status").asText())
        .containsExactlyInAnyOrder("done", "failed");
    JsonNode done =
        results.stream()
            .filter(row -> row.get("status").asText().equals("done"))
            .findAny()
            .orElseThrow();
    assertThat(done.get("accuracy").doubleValue()).isEqualTo(10 + 1 / 3.0);
    assertThat(done.get("targets").isArray()).isTrue();
    assertThat(done.get("pan_omega").isNull()).isTrue();
    assertThat(Files.readAllLines(to.resolve("epochs.jsonl"))).hasSize(3);
    assertThat(Files.readAllLines(to.resolve("failures.jsonl")))
        .singleElement()
        .satisfies(
            line ->
                assertThat(new ObjectMapper().readTree(line).get("stack").asText())
                    .isEqualTo(STACK));
  }

  @Test
  void mlflowFindsARunACellWithItsParametersMetricsTagsAndArtifacts() throws IOException {
    assertThat(export("mlflow")).contains("5 runs, 1 of them failed");

    Path experiment = only(to);
    assertThat(experiment.getFileName().toString()).matches("[1-9]\\d{17}");
    Map<String, Object> meta = yaml(experiment.resolve("meta.yaml"));
    assertThat(meta)
        .containsEntry("experiment_id", experiment.getFileName().toString())
        .containsEntry("name", "g")
        .containsEntry("lifecycle_stage", "active")
        .containsEntry("artifact_location", experiment.toUri().toString().replaceFirst("/$", ""))
        .containsEntry("creation_time", 1777629600000L)
        .containsEntry("last_update_time", 1777629602500L);
    Map<String, Path> runs = runs(experiment);
    assertThat(runs).containsOnlyKeys(grid.ids().values());

    Path run = runs.get(trained().cellId());
    String id = run.getFileName().toString();
    assertThat(id).matches("[0-9a-f]{32}");
    assertThat(yaml(run.resolve("meta.yaml")))
        .containsEntry("run_id", id)
        .containsEntry("run_uuid", id)
        .containsEntry("run_name", trained().cellId())
        .containsEntry("experiment_id", experiment.getFileName().toString())
        .containsEntry("status", 3)
        .containsEntry("source_type", 4)
        .containsEntry("lifecycle_stage", "active")
        .containsEntry("start_time", 1777629600000L)
        .containsEntry("end_time", 1777629602500L)
        .containsEntry("deleted_time", null)
        .containsEntry("user_id", "nemesis")
        .containsEntry(
            "artifact_uri", run.resolve("artifacts").toUri().toString().replaceFirst("/$", ""));
    assertThat(run.resolve("params/seed")).hasContent("1");
    assertThat(run.resolve("params/loss")).hasContent("pan");
    assertThat(run.resolve("params/norm")).hasContent("l2");
    assertThat(run.resolve("params/lr")).hasContent("0.002");
    assertThat(run.resolve("params/class_token_position")).hasContent("end");
    assertThat(run.resolve("tags/mlflow.runName")).hasContent(trained().cellId());
    assertThat(run.resolve("tags/dataset_digest")).hasContent("digest of d");
    assertThat(run.resolve("metrics/accuracy"))
        .hasContent("1777629602500 " + (10 + 1 / 3.0) + " 0\n");
    assertThat(run.resolve("metrics/evaluation/other/all/accuracy"))
        .hasContent("1777629602500 " + 1 / 3.0 + " 0\n");
    assertThat(Files.readAllLines(run.resolve("metrics/ce_loss")))
        .containsExactly(
            "1777629602500 1.0 0", "1777629602500 0.5 1", "1777629602500 " + 1 / 3.0 + " 2");
    assertThat(Files.readAllLines(run.resolve("metrics/norm/16")).get(2))
        .isEqualTo("1777629602500 3.5 2");
    JsonNode cell = new ObjectMapper().readTree(run.resolve("artifacts/cell.json").toFile());
    assertThat(cell.path("cell").path("optimizer").path("epochs").asInt()).isEqualTo(3);
    assertThat(cell.path("provenance").path("weightsDigest").asText())
        .isEqualTo("digest of the weights");
    byte[] prompt = Files.readAllBytes(run.resolve("artifacts/prompt.safetensors"));
    assertThat(Safetensors.read("p", prompt).metadata())
        .containsEntry("cell_id", trained().cellId());
    assertThat(Safetensors.read("p", prompt).tensors().get("ctx").shape()).containsExactly(16, 3);
  }

  @Test
  void aFailedCellIsAFailedRunAndZeroShotARunWithoutCurves() throws IOException {
    export("mlflow");

    Map<String, Path> runs = runs(only(to));
    Path run = runs.get(grid.ids().get(failed));
    assertThat(yaml(run.resolve("meta.yaml"))).containsEntry("status", 4);
    assertThat(run.resolve("params/seed")).hasContent("2");
    assertThat(Files.readString(run.resolve("tags/message"))).isEqualTo(MESSAGE);
    assertThat(Files.readString(run.resolve("artifacts/stack.txt"))).isEqualTo(STACK);
    assertThat(run.resolve("metrics")).doesNotExist();

    String zeroShot =
        grid.ids().values().stream().filter(id -> id.contains("zeroshot")).findAny().orElseThrow();
    assertThat(files(runs.get(zeroShot).resolve("metrics")))
        .contains("accuracy")
        .doesNotContain("ce_loss");
    assertThat(runs.get(zeroShot).resolve("params/omega")).doesNotExist();
  }

  /** The names MLflow takes, and no metric that is a file where another has a folder. */
  @Test
  void everyNameIsOneThatMlflowTakesAndTwoExportsAreTheSameRuns() throws IOException {
    export("mlflow");
    Path first = to;
    to = folder.resolve("a folder/again");
    export("mlflow");

    assertThat(files(to)).isEqualTo(files(first));
    for (Path run : runs(only(to)).values()) {
      for (String kind : List.of("params", "tags", "metrics")) {
        if (Files.exists(run.resolve(kind))) {
          assertThat(files(run.resolve(kind)))
              .isNotEmpty()
              .allMatch(name -> name.matches("[/\\w.\\- ]+"));
        }
      }
    }
  }

  @Test
  void tensorBoardFindsARunATrainedCellWithItsCurves() throws IOException {
    assertThat(export("tensorboard")).contains("curves of 3 cells");

    assertThat(files(to))
        .hasSize(3)
        .allMatch(name -> name.matches("d-01shot-co[^/]*/events.out.tfevents.1777629602.here"));
    List<TensorBoardReader.Event> events = events(trained().cellId());
    assertThat(events.get(0).version()).isEqualTo("brain.Event:2");
    assertThat(events).hasSize(6).allMatch(event -> event.wallTime() == 1777629602.5);
    for (EpochResult epoch : trained().epochs()) {
      TensorBoardReader.Event event = events.get(epoch.epoch() + 2);
      assertThat(event.step()).isEqualTo(epoch.epoch());
      assertThat(event.scalars())
          .hasSize(6 + 16)
          .containsEntry("ce_loss", (float) epoch.ceLoss())
          .containsEntry("norm_loss", (float) epoch.normLoss())
          .containsEntry("train_accuracy", (float) epoch.trainAccuracy())
          .containsEntry("test_accuracy", epoch.testAccuracy().floatValue())
          .containsEntry("lr", (float) epoch.lr())
          .containsEntry("omega_factor", (float) epoch.omegaFactor())
          .containsEntry("norm/01", epoch.norms().get(0).floatValue())
          .containsEntry("norm/16", epoch.norms().get(15).floatValue());
    }
    String cocoop =
        grid.ids().values().stream().filter(id -> id.contains("cocoop")).findAny().orElseThrow();
    assertThat(events(cocoop))
        .filteredOn(event -> event.scalars().containsKey("test_accuracy"))
        .hasSize(1);
  }

  @Test
  void tensorBoardFindsWhatWasChosenForARunAndWhenItBeganAndEnded() throws IOException {
    export("tensorboard", "--where", "method = 'coop'");

    List<TensorBoardReader.Event> events = events(trained().cellId());
    TensorBoardReader.Session start =
        TensorBoardReader.session(events.get(1).plugins().get("_hparams_/session_start_info"));
    assertThat(start.seconds()).isEqualTo(1777629600.0);
    assertThat(start.values())
        .containsEntry("cell_id", trained().cellId())
        .containsEntry("dataset", "d")
        .containsEntry("loss", "pan")
        .containsEntry("shots", 1.0)
        .containsEntry("lr", 0.002)
        .containsEntry("selection", true)
        .containsEntry("class_token_position", "end")
        .doesNotContainKey("pan_omega");
    TensorBoardReader.Session end =
        TensorBoardReader.session(events.get(5).plugins().get("_hparams_/session_end_info"));
    assertThat(end.seconds()).isEqualTo(1777629602.5);
    assertThat(end.status()).as("SUCCESS").isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "jsonl", "mlflow", "tensorboard"})
  void aFolderWithContentIsLeftAloneAndAnEmptyOneIsUsed(String format) throws IOException {
    Files.createDirectories(to);
    Path mine = Files.writeString(to.resolve("mine"), "mine");
    assertRefused("export to " + to + ": it is there and holds something already", format);
    assertThat(files(to)).containsExactly("mine");

    Files.delete(mine);
    Files.createDirectories(to.resolve(".unfinished/of one that was killed"));
    export(format);
    assertThat(to.resolve(".unfinished")).doesNotExist();
    try (Stream<Path> left = Files.list(to)) {
      assertThat(left).isNotEmpty().noneMatch(path -> path.endsWith("of one that was killed"));
    }
    assertRefused("it is there and holds something already", format);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "mlflow", "tensorboard"})
  void ofADamagedFileNothingIsExportedAtAll(String format) throws IOException {
    Path damaged = out.resolve("cells/" + trained().cellId() + "-a0.parquet");
    Files.write(damaged, Arrays.copyOf(Files.readAllBytes(damaged), 500));

    assertRefused("", format);

    try (Stream<Path> left = Files.list(to)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void whatCannotBeExportedIsOneLine() throws IOException {
    assertRefused("use --where nonsense", "csv", "--where", "nonsense");
    assertRefused(
        "none of table results is as --where seed = 9 says", "mlflow", "--where", "seed = 9");
    assertRefused("none of its cells was trained", "tensorboard", "--where", "method = 'zeroshot'");
    Path file = Files.writeString(folder.resolve("file"), "");
    to = file.resolve("below");
    assertRefused("make .unfinished in output folder " + to, "csv");
    to = folder.resolve("new");
    out = Files.createDirectories(folder.resolve("nobody's"));
    assertRefused("find grid.json in " + out, "mlflow");
    FinishedGrid.at(out, YAML);
    assertRefused("it has no cell yet that was done or failed", "mlflow");
  }

  private CellResult trained() {
    String id =
        grid.ids().values().stream()
            .filter(one -> one.contains("-coop-pan-w1-s1"))
            .findAny()
            .orElseThrow();
    return CellFiles.read(grid.out(), id);
  }

  /** Of a run, which is called by a cell's id with zeros before its numbers. */
  private List<TensorBoardReader.Event> events(String cellId) throws IOException {
    String run = cellId.replace("-1shot-", "-01shot-").replaceAll("-([ws])(\\d)(?=[.-])", "-$10$2");
    return TensorBoardReader.read(Files.readAllBytes(only(to.resolve(run))));
  }

  private CommandLineRun run(String format, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("export", "--out", out.toString(), "--to", to.toString(), "--format", format));
    args.addAll(List.of("--master", "local[1]"));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private String export(String format, String... more) {
    CommandLineRun run = run(format, more);
    assertThat(run.code()).as(run.err()).isZero();
    return run.out();
  }

  private void assertRefused(String named, String format, String... more) {
    CommandLineRun run = run(format, more);
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).hasLineCount(1).startsWith("Cannot ").contains(named);
  }

  /** Files below a folder, in order. */
  private static List<String> files(Path below) throws IOException {
    try (Stream<Path> files = Files.walk(below)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> below.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private static Path only(Path below) throws IOException {
    try (Stream<Path> files = Files.list(below)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  /** Runs by name. */
  private static Map<String, Path> runs(Path experiment) throws IOException {
    Map<String, Path> runs = new TreeMap<>();
    try (Stream<Path> folders = Files.list(experiment)) {
      for (Path run : folders.filter(Files::isDirectory).toList()) {
        runs.put(Files.readString(run.resolve("tags/mlflow.runName")), run);
      }
    }
    return runs;
  }

  @SuppressWarnings("unchecked") // its keys are texts
  private static Map<String, Object> yaml(Path file) throws IOException {
    return new YAMLMapper().readValue(file.toFile(), Map.class);
  }

  private Map<String, Map<String, String>> byId(String file) throws IOException {
    return csv(file).stream().collect(Collectors.toMap(row -> row.get("cell_id"), row -> row));
  }

  private List<Map<String, String>> csv(String file) throws IOException {
    return Rfc4180.rows(Files.readString(to.resolve(file)));
  }
}
