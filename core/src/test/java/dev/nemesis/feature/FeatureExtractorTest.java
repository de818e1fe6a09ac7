package dev.nemesis.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.ClipConfig;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.ClipWeights;
import dev.nemesis.clip.ImageTransform;
import dev.nemesis.clip.PixelNorm;
import dev.nemesis.data.Dataset;
import dev.nemesis.data.Picture;
import dev.nemesis.data.PictureFiles;
import dev.nemesis.data.PictureSource;
import dev.nemesis.data.mini.MiniDatasets;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.verify.Deviation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundled model on drawn pictures. */
class FeatureExtractorTest {
  private static final int IMAGES = 70;
  private static final int REGIONS = 1 + 4 * 4;

  @TempDir private java.nio.file.Path folder;

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
  void imagesAreNormalisedWithTheModelsOwnMean() {
    ClipWeights mini = model.weights();
    ClipConfig of = mini.config();
    PixelNorm half = new PixelNorm(List.of(0.5f, 0.5f, 0.5f), List.of(0.5f, 0.5f, 0.5f));
    ClipConfig config =
        new ClipConfig(
            of.vision(),
            of.resolution(),
            of.embedDim(),
            of.visionWidth(),
            of.visionLayers(),
            of.patch(),
            of.contextLength(),
            of.vocabSize(),
            of.textWidth(),
            of.textLayers(),
            of.image(),
            of.text(),
            half);
    ClipWeights otherwise =
        new ClipWeights(mini.source(), config, mini.tensors(), mini.digest(), mini.origin());
    int size = of.resolution();
    float[] pixels =
        ImageTransform.normalise(
            ImageTransform.test(dataset.pictures().read(dataset.test().get(0).path()), size), half);
    try (ClipModel other = ClipModel.load(otherwise, Device.cpu());
        NDManager manager = other.newManager()) {
      float[] extracted =
          new FeatureExtractor(other).extract(FeatureRows.first(test(1), 1), dataset).values();
      assertClose(
          extracted,
          other
              .image()
              .encode(OwnedArrays.floats(manager, pixels, 1, 3, size, size))
              .toFloatArray());
      assertThat(Deviation.relative(extracted, extract(FeatureRows.first(test(1), 1))))
          .isGreaterThan(0.01);
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
    Dataset counted =
        with(
            path -> {
              decoded.add(path);
              return dataset.pictures().read(path);
            });
    FeatureRows rows = FeatureRows.of(train(5, 50, 1), new int[] {4, 9}, 50);
    new FeatureExtractor(model).extract(rows, counted); // in two batches
    assertThat(decoded)
        .containsExactly(dataset.train().get(4).path(), dataset.train().get(9).path());
  }

  @Test
  void everyBrokenImageOfABlockIsFoundAndTheOthersAreEncoded() {
    Set<Integer> broken = Set.of(0, 3, 68, 69); // in two batches
    FeatureRows rows = FeatureRows.first(test(1), IMAGES);
    Extracted extracted = new FeatureExtractor(model).extract(rows, broken(broken));
    assertThat(extracted.broken())
        .extracting(BrokenImage::line)
        .containsExactly(
            "tiles/" + dataset.test().get(0).path() + ": there is no such file",
            "tiles/" + dataset.test().get(3).path() + ": there is no such file",
            "tiles/" + dataset.test().get(68).path() + ": there is no such file",
            "tiles/" + dataset.test().get(69).path() + ": there is no such file");
    assertThat(extracted.broken()).extracting(BrokenImage::image).containsExactly(0, 3, 68, 69);
    FeatureRows others = rows.withoutImages(broken);
    assertThat(extracted.rows().rows()).isEqualTo(others.rows());
    assertClose(extracted.values(), extract(others));
  }

  @Test
  void aBrokenImageIsFoundOnceForAllOfItsViewsAndABlockOfNothingElseIsEmpty() {
    FeatureRows rows = FeatureRows.of(train(5, 2, 1), new int[] {4, 9}, 2);
    Extracted half = new FeatureExtractor(model).extract(rows, broken(Set.of(4)));
    assertThat(half.broken()).extracting(BrokenImage::image).containsExactly(4);
    assertThat(half.rows().images()).containsExactly(9);
    assertThat(half.rows().count()).isEqualTo(2);

    Extracted none = new FeatureExtractor(model).extract(rows, broken(Set.of(4, 9)));
    assertThat(none.broken()).hasSize(2);
    assertThat(none.rows().count()).isZero();
    assertThat(none.values()).isEmpty();
  }

  /** The dataset without the pictures of some places in either split. */
  private Dataset broken(Set<Integer> places) {
    Set<String> gone = new HashSet<>();
    for (int place : places) {
      gone.add(dataset.train().get(place).path());
      gone.add(dataset.test().get(place).path());
    }
    PictureFiles empty = PictureFiles.below(new Path(folder.toUri()), new Configuration());
    return with(path -> (gone.contains(path) ? empty : dataset.pictures()).read(path));
  }

  private static Dataset with(Function<String, Picture> read) {
    PictureSource pictures =
        new PictureSource() {
          @Override
          public Picture read(String path) {
            return read.apply(path);
          }

          @Override
          public boolean exists(String path) {
            return dataset.pictures().exists(path);
          }
        };
    return new Dataset(
        dataset.name(),
        dataset.classNames(),
        dataset.train(),
        dataset.val(),
        dataset.test(),
        pictures,
        dataset.digest());
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
    return new FeatureExtractor(model).extract(rows, dataset).values();
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
