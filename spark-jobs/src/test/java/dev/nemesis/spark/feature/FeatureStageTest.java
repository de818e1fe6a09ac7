package dev.nemesis.spark.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.nemesis.data.FewShot;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.data.mini.MiniDatasets;
import dev.nemesis.error.InputException;
import dev.nemesis.feature.FeatureKey;
import dev.nemesis.feature.FeatureRows;
import dev.nemesis.feature.Features;
import dev.nemesis.grid.BrokenImages;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.ClassSubset;
import dev.nemesis.grid.EvaluationTarget;
import dev.nemesis.grid.GridFile;
import dev.nemesis.grid.Method;
import dev.nemesis.spark.session.Sessions;
import dev.nemesis.train.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureStageTest {
  private static final int REGIONS = 17;

  @TempDir Path folder;

  @Test
  void onlyPlotNeedsRegionsOfItsTrainingImagesAndItsTargets() throws IOException {
    Cell coop = coop(2);
    Cell plot = as(Method.PLOT, coop);
    assertThat(needed(as(Method.COCOOP, coop))).isEqualTo(needed(coop));
    assertThat(needed(coop))
        .containsExactlyInAnyOrder(
            "mini-tiles test 1", "mini-textures test 1", "mini-tiles train-views-s1 1");
    assertThat(needed(plot))
        .containsExactlyInAnyOrder(
            "mini-tiles test-regions 17",
            "mini-textures test-regions 17",
            "mini-tiles train-views-s1-regions 17");
    assertThat(needed(coop, plot)).hasSize(6);
  }

  @Test
  void bothKindsAreExtractedAndLieSideBySide() throws IOException {
    List<Cell> cells = List.of(coop(2), as(Method.PLOT, coop(2)));
    List<String> lines = extract(cells);
    assertThat(stage().missing(cells)).isEmpty();
    for (String dataset : List.of("mini-tiles", "mini-textures")) {
      assertFirstRegionsArePooled(
          test(target(dataset, Method.PLOT)), test(target(dataset, Method.COOP)));
    }
    assertFirstRegionsArePooled(stage().train(cells.get(1)), stage().train(cells.get(0)));

    int images =
        2
            * (MiniDatasets.open("mini-tiles").test().size()
                + MiniDatasets.open("mini-textures").test().size()
                + 2 * FewShot.train(MiniDatasets.open("mini-tiles"), 2, 1).size());
    assertThat(lines.get(lines.size() - 1))
        .isEqualTo("features: %,d of %,d images", images, images);
  }

  @Test
  void withoutViewsAnImageIsEncodedOnceForAllShotsAndSeedsThatDrewIt() throws IOException {
    List<Cell> cells =
        grid("axes: {shots: [1, 4, 8], seed: [1, 2], method: [coop], loss: [none]}", 0);
    Set<LabeledImage> distinct = new HashSet<>();
    int drawn = 0;
    for (Cell cell : cells) {
      List<LabeledImage> own =
          FewShot.train(MiniDatasets.open("mini-tiles"), cell.shots(), cell.seed());
      distinct.addAll(own);
      drawn += own.size();
    }
    assertThat(distinct).as("subsets overlap").hasSizeLessThan(drawn);
    assertThat(
            stage().missing(cells).stream()
                .filter(rows -> rows.key().transform() == FeatureKey.Transform.TRAIN))
        .singleElement()
        .extracting(FeatureRows::count)
        .isEqualTo(distinct.size());

    extract(cells.subList(0, 2));
    int before = stage().missing(cells).get(0).count();
    assertThat(before).as("what the first two have is not missing").isLessThan(distinct.size());
    extract(cells);
    for (Cell cell : cells) {
      Features together = stage().train(cell);
      Path alone = folder.resolve("alone" + cell.shots() + cell.seed());
      FeatureStage own = new FeatureStage(stage().assets(), alone.toString(), BrokenImages.FAIL);
      extract(own, List.of(cell));
      Features expected = own.train(cell);
      assertThat(together.labels()).isEqualTo(expected.labels());
      assertClose(together.values(), expected.values());
    }
  }

  @Test
  void shotsOfOneSeedShareViewsAndMoreEpochsOnlyAddThem() throws IOException {
    List<Cell> few = grid("axes: {shots: [4], seed: [1], method: [coop], loss: [none]}", 2);
    List<Cell> more = grid("axes: {shots: [4], seed: [1], method: [coop], loss: [none]}", 3);
    extract(few);
    Features two = stage().train(few.get(0));
    assertThat(stage().missing(more))
        .singleElement()
        .extracting(FeatureRows::count)
        .isEqualTo(two.images());
    extract(more);
    Features three = stage().train(more.get(0));
    assertThat(Arrays.copyOf(three.values(), two.values().length)).isEqualTo(two.values());
  }

  @Test
  void theNextBundleFindsBlocksInTheHeap() throws IOException {
    Cell cell = coop(1);
    extract(List.of(cell));
    Features train = stage().train(cell);
    Features test = test(target("mini-tiles", Method.COOP));

    List<Path> blocks;
    try (var files = Files.walk(folder)) {
      blocks = files.filter(file -> file.toString().endsWith(".safetensors")).toList();
    }
    for (Path block : blocks) {
      Files.write(block, new byte[0]); // whoever reads it again will say so
    }
    assertThat(stage().train(cell).values()).isEqualTo(train.values());
    assertThat(test(target("mini-tiles", Method.COOP)).values()).isEqualTo(test.values());
  }

  @Test
  void whatIsToBeStoredIsKnownBefore() throws IOException {
    List<Cell> cells = List.of(coop(2), as(Method.PLOT, coop(2)));
    FeatureNeed need = stage().need(stage().missing(cells));
    extract(cells);
    long values = 0;
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
        values += Files.size(file);
      }
    }
    assertThat((double) values).isCloseTo(need.bytes(), within(0.02 * need.bytes()));
    assertThat(stage().need(stage().missing(cells))).hasToString("0 images to encode, 0 bytes");
    assertThat(new FeatureNeed(12_345, 1_234_567_890))
        .hasToString("12,345 images to encode, 1.2 GB");
  }

  @Test
  void blocksAreWholeBatchesEnoughForEveryCore() {
    FeatureKey pooled = FeatureKey.test("w".repeat(12), "d", "d".repeat(12), 1);
    FeatureKey regions = FeatureKey.test("w".repeat(12), "d", "d".repeat(12), 50);
    FeatureRows small = FeatureRows.first(pooled, 300);
    assertThat(Extraction.blocks(List.of(small), 16))
        .extracting(FeatureRows::count)
        .containsExactly(64, 64, 64, 64, 44);
    FeatureRows large = FeatureRows.first(pooled, 20_000);
    assertThat(Extraction.blocks(List.of(large), 2))
        .hasSize(20)
        .first()
        .matches(b -> b.count() == 1024);
    assertThat(Extraction.blocks(List.of(large), 16)).hasSizeGreaterThan(4 * 16 - 1);
    assertThat(Extraction.blocks(List.of(FeatureRows.first(regions, 20_000)), 2))
        .allMatch(block -> block.count() <= 64);
  }

  @Test
  void theLineSaysHowLongItWillTake() {
    assertThat(Extraction.Progress.of(5120, 40_960, Duration.ofSeconds(10)))
        .hasToString("features: 5,120 of 40,960 images, about 1 min 10 s left");
    assertThat(Extraction.Progress.of(0, 40_960, Duration.ofSeconds(10)))
        .hasToString("features: 0 of 40,960 images");
    assertThat(Extraction.Progress.of(9, 9, Duration.ofSeconds(10)))
        .hasToString("features: 9 of 9 images");
  }

  @Test
  void trainingFeaturesThatNoTaskCouldHoldAreRefusedBeforeAnyIsComputed() {
    assertThatThrownBy(() -> stage().missing(List.of(coop(100_000_000))))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot hold training features of v2/")
        .hasMessageContaining("/train-views-s1 in one array: 24 images x 100000000 views");
  }

  private static void assertFirstRegionsArePooled(Features regions, Features pooled) {
    assertThat(pooled.regions()).isEqualTo(1);
    assertThat(regions.regions()).isEqualTo(REGIONS);
    assertThat(regions.images()).isEqualTo(pooled.images());
    int dim = pooled.dim();
    for (int row = 0; row < pooled.views() * pooled.images(); row++) {
      float[] expected = Arrays.copyOfRange(pooled.values(), row * dim, (row + 1) * dim);
      int at = row * REGIONS * dim;
      assertClose(Arrays.copyOfRange(regions.values(), at, at + dim), expected);
    }
  }

  /** To rounding in half precision. */
  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f + Math.abs(expected[i]) / 1000));
    }
  }

  private static Features test(Target target) {
    return target.test().part(0, target.test().images());
  }

  private List<String> extract(List<Cell> cells) throws IOException {
    return extract(stage(), cells);
  }

  private static List<String> extract(FeatureStage stage, List<Cell> cells) throws IOException {
    List<String> lines = new ArrayList<>();
    try (SparkSession spark = Sessions.open("local[2]", Map.of())) {
      new Extraction(stage, JavaSparkContext.fromSparkContext(spark.sparkContext()), lines::add)
          .run(stage.missing(cells));
    }
    return lines;
  }

  private Set<String> needed(Cell... cells) throws IOException {
    return stage().missing(List.of(cells)).stream()
        .map(FeatureRows::key)
        .map(
            key ->
                key.dataset()
                    + " "
                    + key.folder().substring(key.folder().lastIndexOf('/') + 1)
                    + " "
                    + key.regions())
        .collect(Collectors.toSet());
  }

  private FeatureStage stage() {
    return new FeatureStage(
        Assets.of("mini", null, "mini", null, null), folder.toString(), BrokenImages.FAIL);
  }

  private static Cell coop(int views) {
    return GridFile.parse(
            "g",
            "{name: g, axes: {method: [coop], loss: [none]}, settings: {dataset: mini-tiles,"
                + " targets: [mini-textures], shots: 2, seed: 1, views: "
                + views
                + "}}",
            List.of())
        .cells()
        .get(0);
  }

  private Target target(String dataset, Method method) throws IOException {
    return stage().target(new EvaluationTarget(dataset, ClassSubset.ALL), method);
  }

  private static List<Cell> grid(String axes, int views) {
    return GridFile.parse(
            "g",
            "{name: g, " + axes + ", settings: {dataset: mini-tiles, views: " + views + "}}",
            List.of())
        .cells();
  }

  private static Cell as(Method method, Cell cell) {
    return new Cell(
        cell.backbone(),
        cell.dataset(),
        method,
        cell.prompt(),
        cell.loss(),
        cell.optimizer(),
        cell.shots(),
        cell.seed(),
        cell.views(),
        cell.targets(),
        cell.classes());
  }
}
