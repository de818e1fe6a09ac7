package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dataset with broken images, end to end: real files, Spark, the shipped weights. */
class BrokenImagesTest {
  private static final int CELLS = 1 + 2 * 2;

  /** Seed 2, which has more images left, comes first in its bundle. */
  private static final String GRID =
      """
      name: photos
      weights: mini
      vocab: mini
      data: {root: '%s'}
      axes: {method: [zeroshot, coop, plot], seed: [2, 1]}
      settings: {dataset: clothing, loss: none, shots: 2, batch_size: 3, epochs: 2, views: 1}
      """;

  /** Of the training images of seed 1, and not of seed 2. */
  private static final String EMPTY = BrokenPhotos.drawnBy(1, 2);

  @TempDir Path folder;
  private Path out;

  @BeforeEach
  void place() {
    out = folder.resolve("out");
  }

  @Test
  void allAreFoundInOneRunAndNothingIsTrained() throws IOException {
    BrokenPhotos.in(folder).broken(EMPTY);
    CommandLineRun run = run();

    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err().lines().filter(line -> line.startsWith("Broken image: ")))
        .as("each once, though CoOp and PLOT need features of their own")
        .containsExactlyInAnyOrder(
            "Broken image: clothing/" + BrokenPhotos.CUT + ": it is cut short",
            "Broken image: clothing/"
                + BrokenPhotos.TEXT
                + ": it is not an image of a known format",
            "Broken image: clothing/"
                + BrokenPhotos.HUGE
                + ": its header claims 60000 x 60000 pixels, too many for any picture",
            "Broken image: clothing/" + EMPTY + ": it is empty");
    Path list = out.resolve("features/broken_images.csv");
    assertThat(lastLine(run.err()))
        .startsWith("Cannot use 4 images of dataset clothing (clothing/")
        .endsWith("--set data.broken_images=skip; all are listed in " + list);
    assertThat(Files.readAllLines(list))
        .hasSize(5)
        .startsWith("dataset,path,reason")
        .contains("clothing," + BrokenPhotos.CUT + ",it is cut short")
        .contains("clothing," + EMPTY + ",it is empty");
    assertThat(out.resolve("cells")).doesNotExist();

    Map<String, FileTime> kept = files("features");
    kept.remove("broken_images.csv");
    assertThat(kept.keySet()).anyMatch(name -> name.contains("/test/block-00000064-"));
    CommandLineRun again = run();
    assertThat(again.code()).isEqualTo(2);
    assertThat(lastLine(again.err())).isEqualTo(lastLine(run.err()));
    assertThat(files("features")).as("what is good was computed once").containsAllEntriesOf(kept);
    assertThat(plan()).contains("features 8 images to encode"); // 3 + 1, of both kinds
  }

  @Test
  void skippedOnesAreLeftOutAndNamedAndLookedAtAgainOnlyWhenTheyAreToBeUsed() throws IOException {
    BrokenPhotos photos = BrokenPhotos.in(folder).broken(EMPTY);
    CommandLineRun run = run("data.broken_images=skip");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains(CELLS + " cells trained, 0 failed");
    assertThat(run.err().lines().filter(line -> line.startsWith("Skipped, as it is broken: ")))
        .hasSize(4)
        .contains("Skipped, as it is broken: clothing/" + EMPTY + ": it is empty");
    assertThat(sql("SELECT DISTINCT images FROM evaluations"))
        .hasToString("[{\"images\":" + (BrokenPhotos.TESTED - 3) + "}]");
    String cut = "clothing/" + BrokenPhotos.CUT + ": it is cut short";
    String text = "clothing/" + BrokenPhotos.TEXT + ": it is not an image of a known format";
    for (JsonNode cell : sql("SELECT method, seed, steps, skipped_images FROM results")) {
      List<String> skipped = new ArrayList<>();
      cell.get("skipped_images").forEach(line -> skipped.add(line.asText()));
      boolean trainedWithout =
          !cell.get("method").asText().equals("zeroshot") && cell.get("seed").asInt() == 1;
      assertThat(skipped).as(cell.toString()).hasSize(trainedWithout ? 4 : 3);
      assertThat(skipped).containsSubsequence(cut, text);
      if (trainedWithout) {
        assertThat(skipped).startsWith("clothing/" + EMPTY + ": it is empty");
      }
    }
    assertThat(sql("SELECT DISTINCT seed, steps FROM results WHERE method = 'coop' ORDER BY seed"))
        .as("5 images and 6 in batches of 3, twice")
        .hasToString("[{\"seed\":1,\"steps\":2},{\"seed\":2,\"steps\":4}]");

    photos.mend(BrokenPhotos.TEXT);
    Map<String, FileTime> features = files("features");
    deleteZeroShotCell();
    assertThat(plan("data.broken_images=skip")).contains("features 0 images to encode");
    CommandLineRun resumed = run("data.broken_images=skip");
    assertThat(resumed.out()).as(resumed.err()).contains("1 cells trained, 0 failed");
    assertThat(resumed.err()).doesNotContain("Skipped");
    assertThat(files("features")).isEqualTo(features);
    assertThat(sql("SELECT DISTINCT images FROM evaluations")).hasSize(1);

    deleteZeroShotCell();
    CommandLineRun failing = run();
    assertThat(failing.code()).as("what was skipped hides nothing").isEqualTo(2);
    assertThat(lastLine(failing.err())).startsWith("Cannot use 2 images of dataset clothing (");
    assertThat(failing.err())
        .contains(BrokenPhotos.CUT, BrokenPhotos.HUGE)
        .doesNotContain(BrokenPhotos.TEXT, EMPTY);

    CommandLineRun mended = run("data.broken_images=skip");
    assertThat(mended.code()).as(mended.err()).isZero();
    assertThat(sql("SELECT images FROM evaluations WHERE method = 'zeroshot'"))
        .hasToString("[{\"images\":" + (BrokenPhotos.TESTED - 2) + "}]");
  }

  @Test
  void whereNothingIsLeftThereIsNothingToSkip() throws IOException {
    BrokenPhotos photos = BrokenPhotos.in(folder);
    for (var image : BrokenPhotos.subset(1)) {
      Files.write(photos.path(image.path()), new byte[0]);
    }
    CommandLineRun train = run("data.broken_images=skip");
    assertThat(train.code()).as(train.err()).isEqualTo(2);
    assertThat(lastLine(train.err()))
        .startsWith(
            "Cannot train on dataset clothing with 2 shots of seed 1: every image is broken")
        .endsWith(": it is empty, for one); mend them");

    for (var image : BrokenPhotos.test()) {
      Files.write(photos.path(image.path()), new byte[0]);
    }
    CommandLineRun test = run(folder.resolve("untested"), "data.broken_images=skip");
    assertThat(test.code()).as(test.err()).isEqualTo(2);
    assertThat(lastLine(test.err()))
        .startsWith("Cannot test on dataset clothing: every image is broken (clothing/dress/");
    assertThat(test.err()).contains("and 136 more\n"); // 150 tested and 6 trained, 20 listed
    assertThat(folder.resolve("untested/cells")).doesNotExist();
  }

  @Test
  void aHalfOfWhichNothingIsLeftIsNamed() throws IOException {
    BrokenPhotos photos = BrokenPhotos.in(folder);
    for (var image : BrokenPhotos.test()) {
      if (image.label() == 2) { // the one new class of three
        Files.write(photos.path(image.path()), new byte[0]);
      }
    }

    CommandLineRun run = run("data.broken_images=skip", "classes=base", "method=[coop]");

    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(lastLine(run.err()))
        .startsWith(
            "Cannot test on the new classes of dataset clothing: every image is broken"
                + " (clothing/shirt/");
  }

  private static String lastLine(String text) {
    return text.lines().reduce((first, second) -> second).orElse("");
  }

  private void deleteZeroShotCell() throws IOException {
    List<String> cells = files("cells").keySet().stream().filter(c -> c.contains("zero")).toList();
    assertThat(cells).hasSize(1);
    Files.delete(out.resolve("cells").resolve(cells.get(0)));
  }

  private CommandLineRun run(String... sets) throws IOException {
    return run(out, sets);
  }

  private CommandLineRun run(Path out, String... sets) throws IOException {
    return command("run", out, List.of("--master", "local[2]"), sets);
  }

  private String plan(String... sets) throws IOException {
    return command("plan", out, List.of(), sets).out();
  }

  private CommandLineRun command(String name, Path out, List<String> more, String... sets)
      throws IOException {
    Path grid = Files.writeString(folder.resolve("grid.yaml"), GRID.formatted(folder));
    List<String> args = new ArrayList<>(List.of(name, grid.toString(), "--out", out.toString()));
    args.addAll(more);
    for (String set : sets) {
      args.addAll(List.of("--set", set));
    }
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private JsonNode sql(String query) throws IOException {
    CommandLineRun run =
        CommandLineRun.of(
            "sql", "--out", out.toString(), "--master", "local[2]", "--format", "json", query);
    assertThat(run.code()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  /** Files of a folder of the output, and when they were written. */
  private Map<String, FileTime> files(String below) throws IOException {
    Map<String, FileTime> files = new TreeMap<>();
    Path top = out.resolve(below);
    try (Stream<Path> paths = Files.walk(top)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        if (!path.getFileName().toString().startsWith(".")) {
          files.put(top.relativize(path).toString(), Files.getLastModifiedTime(path));
        }
      }
    }
    return files;
  }
}
