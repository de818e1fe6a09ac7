package dev.nemesis.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.ClipWeights;
import dev.nemesis.data.Dataset;
import dev.nemesis.data.Picture;
import dev.nemesis.data.PictureSource;
import dev.nemesis.data.mini.MiniDatasets;
import dev.nemesis.verify.Deviation;
import java.util.ArrayList;
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
    float[] pooled = extract(FeatureRows.first(test(1), IMAGES));
    float[] regions = extract(FeatureRows.first(test(REGIONS), IMAGES));
    assertThat(regions).hasSize(IMAGES * REGIONS * model.config().embedDim());
    for (int row = 0; row < IMAGES; row++) {
      assertClose(region(regions, row, 0), feature(pooled, row));
    }
  }

  @Test
  void aBlockHasTheSameRegionsAsItsImagesAlone() {
    FeatureRows all = FeatureRows.first(test(REGIONS), IMAGES);
    float[] second = extract(all.pieces(60).get(1));
    float[] regions = extract(FeatureRows.of(test(REGIONS), new int[] {IMAGES - 1}, 1));
    for (int region = 0; region < REGIONS; region++) {
      assertClose(region(second, 9, region), region(regions, 0, region));
    }
    assertThat(Deviation.relative(region(regions, 0, 3), region(regions, 0, 4)))
        .as("places differ")
        .isGreaterThan(0.01);
  }

  @Test
  void viewsOfATrainingImageHaveRegionsToo() {
    int[] images = {4, 9, 30};
    float[] expected = extract(FeatureRows.of(train(5, 2, 1), images, 2));
    float[] actual = extract(FeatureRows.of(train(5, 2, REGIONS), images, 2));
    for (int row = 0; row < 6; row++) {
      assertClose(region(actual, row, 0), feature(expected, row));
    }
    assertThat(Deviation.relative(feature(expected, 0), feature(expected, 1)))
        .as("two views of one image")
        .isGreaterThan(0.01);
  }

  @Test
  void aViewDependsOnTheSeedItsNumberAndTheImageAlone() {
    float[] many = extract(FeatureRows.of(train(5, 3, 1), new int[] {4, 9, 30}, 3));
    float[] few = extract(FeatureRows.of(train(5, 2, 1), new int[] {9}, 2));
    assertClose(feature(few, 0), feature(many, 3));
    assertClose(feature(few, 1), feature(many, 4));
    float[] otherSeed = extract(FeatureRows.of(train(6, 2, 1), new int[] {9}, 2));
    assertThat(Deviation.relative(feature(otherSeed, 0), feature(few, 0))).isGreaterThan(0.01);
  }

  @Test
  void trainingImagesAreOfTheTrainSplitAndWithoutViewsOfNoSeed() {
    float[] train = extract(FeatureRows.of(train(5, 0, 1), new int[] {2}, 1));
    float[] test = extract(FeatureRows.of(test(1), new int[] {2}, 1));
    assertThat(Deviation.relative(train, test)).isGreaterThan(0.01);
    assertThat(train(5, 0, 1)).isEqualTo(train(6, 0, 1)).isNotEqualTo(train(5, 1, 1));
  }

  @Test
  void everyImageIsDecodedOnceForAllOfItsViews() {
    List<String> decoded = new ArrayList<>();
    PictureSource counting =
        new PictureSource() {
          @Override
          public Picture read(String path) {
            decoded.add(path);
            return dataset.pictures().read(path);
          }

          @Override
          public boolean exists(String path) {
            return dataset.pictures().exists(path);
          }
        };
    Dataset counted =
        new Dataset(
            dataset.name(),
            dataset.classNames(),
            dataset.train(),
            dataset.val(),
            dataset.test(),
            counting,
            dataset.digest());
    FeatureRows rows = FeatureRows.of(train(5, 50, 1), new int[] {4, 9}, 50);
    new FeatureExtractor(model).extract(rows, counted); // in two batches
    assertThat(decoded)
        .containsExactly(dataset.train().get(4).path(), dataset.train().get(9).path());
  }

  @Test
  void regionsTheModelDoesNotHaveAreRefused() {
    assertThatThrownBy(() -> extract(FeatureRows.first(test(50), 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot give 50 regions of an image; the model has 17");
  }

  private static FeatureKey test(int regions) {
    return FeatureKey.test("w".repeat(12), "tiles", "d".repeat(12), regions);
  }

  private static FeatureKey train(long seed, int views, int regions) {
    return FeatureKey.train("w".repeat(12), "tiles", "d".repeat(12), seed, views, regions);
  }

  private static float[] extract(FeatureRows rows) {
    return new FeatureExtractor(model).extract(rows, dataset);
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
