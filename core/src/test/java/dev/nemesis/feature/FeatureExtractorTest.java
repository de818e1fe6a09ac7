package dev.nemesis.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.ClipWeights;
import dev.nemesis.data.Dataset;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.data.mini.MiniDatasets;
import dev.nemesis.verify.Deviation;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bundled model on drawn pictures. */
class FeatureExtractorTest {
  private static final int IMAGES = 70;
  private static final int REGIONS = 1 + 4 * 4;

  private static ClipModel model;
  private static Dataset dataset;

  @BeforeAll
  static void open() {
    model =
        ClipModel.load(ClipWeights.load(ClipWeights.MINI, new Configuration(false)), Device.cpu());
    dataset = MiniDatasets.open("mini-tiles");
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void theFirstRegionOfEveryImageIsItsPooledFeature() {
    float[] pooled = block(test(1), IMAGES, 0);
    List<FeatureBlock> blocks = FeatureBlock.of(test(REGIONS), IMAGES);
    assertThat(blocks).extracting(FeatureBlock::rows).containsExactly(60, 10);
    int dim = model.config().embedDim();
    for (FeatureBlock block : blocks) {
      float[] regions = block(block.key(), IMAGES, block.index());
      assertThat(regions).hasSize(block.rows() * REGIONS * dim);
      for (int row = block.from(); row < block.to(); row++) {
        assertClose(region(regions, row - block.from(), 0), feature(pooled, row));
      }
    }
  }

  @Test
  void aBlockHasTheSameRegionsAsItsImagesAlone() {
    float[] second = block(test(REGIONS), IMAGES, 1);
    List<LabeledImage> last = dataset.test().subList(IMAGES - 1, IMAGES);
    FeatureBlock alone = FeatureBlock.of(test(REGIONS), 1).get(0);
    float[] regions = new FeatureExtractor(model).extract(alone, dataset, last);
    for (int region = 0; region < REGIONS; region++) {
      assertClose(region(second, 9, region), region(regions, 0, region));
    }
    assertThat(Deviation.relative(region(regions, 0, 3), region(regions, 0, 4)))
        .as("places differ")
        .isGreaterThan(0.01);
  }

  @Test
  void viewsOfATrainingImageHaveRegionsToo() {
    FeatureKey pooled = new FeatureKey("w".repeat(12), "tiles", "d".repeat(12), 1, 5, 2, 1);
    FeatureKey regions = new FeatureKey("w".repeat(12), "tiles", "d".repeat(12), 1, 5, 2, REGIONS);
    float[] expected = block(pooled, 3, 0);
    float[] actual = block(regions, 3, 0);
    for (int row = 0; row < 6; row++) {
      assertClose(region(actual, row, 0), feature(expected, row));
    }
    assertThat(Deviation.relative(feature(expected, 0), feature(expected, 3)))
        .as("two views of one image")
        .isGreaterThan(0.01);
  }

  @Test
  void regionsTheModelDoesNotHaveAreRefused() {
    assertThatThrownBy(() -> block(test(50), 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot give 50 regions of an image; the model has 17");
  }

  private static FeatureKey test(int regions) {
    return FeatureKey.test("w".repeat(12), "tiles", "d".repeat(12), regions);
  }

  private static float[] block(FeatureKey key, int images, int index) {
    FeatureBlock block = FeatureBlock.of(key, images).get(index);
    return new FeatureExtractor(model).extract(block, dataset, dataset.test().subList(0, images));
  }

  private static float[] feature(float[] pooled, int row) {
    int dim = model.config().embedDim();
    return Arrays.copyOfRange(pooled, row * dim, (row + 1) * dim);
  }

  private static float[] region(float[] regions, int row, int region) {
    return feature(regions, row * REGIONS + region);
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(Deviation.relative(actual, expected)).isLessThan(1e-5);
  }
}
