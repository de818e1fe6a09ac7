package dev.nemesis.spark.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.nemesis.error.InputException;
import dev.nemesis.feature.FeatureBlock;
import dev.nemesis.feature.FeatureKey;
import dev.nemesis.feature.Features;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.GridFile;
import dev.nemesis.grid.Method;
import dev.nemesis.spark.session.Sessions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
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
    Cell coop = coop();
    Cell plot = as(Method.PLOT, coop);
    assertThat(needed(as(Method.COCOOP, coop))).isEqualTo(needed(coop));
    assertThat(needed(coop))
        .containsExactlyInAnyOrder(
            "mini-tiles test 1", "mini-textures test 1", "mini-tiles train 1");
    assertThat(needed(plot))
        .containsExactlyInAnyOrder(
            "mini-tiles test 17", "mini-textures test 17", "mini-tiles train 17");
    assertThat(needed(coop, plot)).hasSize(6);
  }

  @Test
  void bothKindsAreExtractedAndLieSideBySide() throws IOException {
    List<Cell> cells = List.of(coop(), as(Method.PLOT, coop()));
    try (SparkSession spark = Sessions.open("local[2]", Map.of())) {
      stage()
          .extract(JavaSparkContext.fromSparkContext(spark.sparkContext()), stage().missing(cells));
    }
    assertThat(stage().missing(cells)).isEmpty();
    for (String dataset : List.of("mini-tiles", "mini-textures")) {
      Features pooled = read(stage().test(dataset, Method.COOP));
      Features regions = read(stage().test(dataset, Method.PLOT));
      assertFirstRegionsArePooled(regions, pooled);
    }
    assertFirstRegionsArePooled(
        read(stage().train(cells.get(1))), read(stage().train(cells.get(0))));
  }

  @Test
  void featuresThatNoTaskCouldReadAreRefusedBeforeAnyIsComputed() {
    assertThatThrownBy(() -> stage().missing(List.of(coop(100_000_000))))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot hold the features v1/")
        .hasMessageContaining(
            "/train-2shot-s1-v100000000 in one array: 24 images x 100000000 views");
  }

  private static void assertFirstRegionsArePooled(Features regions, Features pooled) {
    assertThat(pooled.regions()).isEqualTo(1);
    assertThat(regions.regions()).isEqualTo(REGIONS);
    assertThat(regions.images()).isEqualTo(pooled.images());
    int dim = pooled.dim();
    for (int row = 0; row < pooled.views() * pooled.images(); row++) {
      float[] expected = Arrays.copyOfRange(pooled.values(), row * dim, (row + 1) * dim);
      int at = row * REGIONS * dim;
      for (int i = 0; i < dim; i++) {
        assertThat(regions.values()[at + i]).isCloseTo(expected[i], within(1e-4f));
      }
    }
  }

  private Features read(FeatureKey key) throws IOException {
    return stage().store().read(key, stage().labels(key));
  }

  private Set<String> needed(Cell... cells) throws IOException {
    return stage().missing(List.of(cells)).stream()
        .map(FeatureBlock::key)
        .map(key -> key.dataset() + (key.isTrain() ? " train " : " test ") + key.regions())
        .collect(Collectors.toSet());
  }

  private FeatureStage stage() {
    return new FeatureStage(new Assets("mini", "mini", null, null), folder.toString());
  }

  private static Cell coop() {
    return coop(2);
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
        cell.targets());
  }
}
