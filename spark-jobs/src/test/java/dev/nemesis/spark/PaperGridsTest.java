package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.testing.PaperFolders;
import dev.nemesis.testing.ReadsShared;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The grids of the paper's tables and figures, planned and, as far as a test can, run. */
class PaperGridsTest {
  private static final Path GRIDS = Shared.projectRoot().resolve("conf/grids/paper");

  @TempDir static Path root;
  @TempDir Path folder;

  @BeforeAll
  static void layOut() throws IOException {
    PaperFolders.lay(root);
  }

  static Stream<String> files() throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(GRIDS)) {
      for (Path file : files.sorted().toList()) {
        if (Files.readString(file).contains("\nname: ")) {
          names.add(file.getFileName().toString());
        }
      }
    }
    return names.stream();
  }

  @ReadsShared
  @ParameterizedTest
  @MethodSource("files")
  void everyGridPlansOnTheFoldersOfAllDatasets(String file) {
    CommandLineRun run = plan(file, given(file));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).doesNotContain("assumed").containsPattern("to train [1-9]");
  }

  @Test
  void theWholePaperPlansWithoutAnythingGivenAndTellsWhatItWillTake() {
    CommandLineRun run = plan("all.yaml");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines().toList())
        .anyMatch(line -> line.matches("paper-figure-1 +275 +275"))
        .anyMatch(line -> line.startsWith("assumed weights rn50: RN50, weights vit_b16: ViT-B/16"))
        .anyMatch(line -> line.matches("cells    \\d+, \\d+ duplicates removed"))
        .anyMatch(line -> line.matches("steps    [1-9]\\d+, each cell's counted by itself"))
        .anyMatch(line -> line.matches("sweeps   of 275 learned prompts.*"))
        .anyMatch(line -> line.matches("features [\\d,]+ images to encode, [\\d.]+ GB"))
        .anyMatch(line -> line.matches("eurosat +\\d+ +[\\d.]+ for \\d+"))
        .anyMatch(line -> line.contains("by tables A8 and A9"));
  }

  @ReadsShared
  @Test
  void classesWithFewerImagesThanShotsAreToldOf() {
    CommandLineRun run = plan("table_1.yaml", given());

    assertThat(run.out())
        .containsPattern("note     imagenet: \\d+ of \\d+ classes have fewer than 16 train images");
  }

  @ReadsShared
  @Test
  void runningWithoutWeightsOrDataIsRefusedInOneLine() {
    CommandLineRun weightless = run("table_1.yaml", "--set", "data.root=" + root);
    CommandLineRun rootless =
        run("table_1.yaml", "--set", "weights=" + weights(), "--set", "vocab=" + vocab());

    assertThat(weightless.code()).isEqualTo(2);
    assertThat(weightless.err())
        .hasLineCount(1)
        .contains("without the weights rn50: give their file, --set weights.rn50=FILE");
    assertThat(rootless.code()).isEqualTo(2);
    assertThat(rootless.err()).hasLineCount(1).contains("imagenet", "--set data.root=DIR");
  }

  @ReadsShared
  @Test
  void oneFileOfWeightsIsNotEnoughForTheWholePaper() {
    CommandLineRun run = plan("all.yaml", "--set", "weights=" + weights());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .hasLineCount(1)
        .contains("one file of weights for backbones", "give a file for each, weights.");
  }

  @ReadsShared
  @Test
  void domainGeneralisationRunsOnTheFiveImageNetFolders() {
    CommandLineRun run =
        run(
            "table_1.yaml",
            List.of("--set", "preset=[coop]", "--set", "seed=[1]", "--set", "epochs=1"),
            List.of("--set", "views=0", "--set", "batch_size=1000", "--set", "ctx_len=2"),
            given());

    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(
            CommandLineRun.sql(
                folder.resolve("out"),
                "SELECT target, count(*) AS cells FROM evaluations GROUP BY target ORDER BY target"))
        .extracting(row -> row.get("target").asText() + " " + row.get("cells").asInt())
        .containsExactly(
            "imagenet 1", "imagenet_a 1", "imagenet_r 1", "imagenet_sketch 1", "imagenetv2 1");
  }

  private CommandLineRun run(String file, Object... options) {
    return command("run", file, options);
  }

  private CommandLineRun plan(String file, Object... options) {
    return command("plan", file, options);
  }

  private CommandLineRun command(String name, String file, Object... options) {
    List<String> args =
        new ArrayList<>(
            List.of(
                name, GRIDS.resolve(file).toString(), "--out", folder.resolve("out").toString()));
    if (name.equals("run")) {
      args.addAll(List.of("--master", "local[2]"));
    }
    for (Object option : options) {
      if (option instanceof List<?> more) {
        more.forEach(one -> args.add((String) one));
      } else {
        args.add((String) option);
      }
    }
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private static List<String> given() {
    return List.of(
        "--set", "weights=" + weights(), "--set", "vocab=" + vocab(), "--set", "data.root=" + root);
  }

  /** Table A4 is of another backbone, and so is a part of the whole. */
  private static List<String> given(String file) {
    if (!file.equals("all.yaml")) {
      return given();
    }
    return List.of(
        "--set",
        "weights.rn50=" + weights(),
        "--set",
        "weights.vit_b16=" + Shared.path("traces/tiny-vit.safetensors"),
        "--set",
        "vocab=" + vocab(),
        "--set",
        "data.root=" + root);
  }

  private static Path weights() {
    return Shared.path("traces/tiny-rn.safetensors");
  }

  private static Path vocab() {
    return Shared.path("real/vocab/bpe_simple_vocab_16e6.txt.gz");
  }
}
