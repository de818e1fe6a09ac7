package dev.nemesis.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values here are whole numbers below 2048, which half precision has exactly, but where said. */
class FeatureStoreTest {
  private static final String WEIGHTS = "0123456789abcdef";
  private static final String DIGEST = "fedcba9876543210";
  private static final int DIM = 3;
  private static final int REGIONS = 17;

  @TempDir Path folder;

  @Test
  void viewsOfASubsetComeBackInTheOrderOfItsImagesWhateverTheBlocks() throws IOException {
    FeatureKey key = FeatureKey.train(WEIGHTS, "pets", DIGEST, 1, 2, REGIONS);
    int[] images = {41, 3, 70, 8};
    write(FeatureRows.of(key, new int[] {3, 5, 8, 41, 70}, 3), 4);

    StoredFeatures found = store().find(key, images, 2, new int[] {1, 0, 2, 0});
    Features features = found.whole();
    assertThat(List.of(features.views(), features.images(), features.regions(), features.dim()))
        .containsExactly(2, 4, REGIONS, DIM);
    assertThat(features.labels()).containsExactly(1, 0, 2, 0);
    int each = REGIONS * DIM;
    for (int view = 0; view < 2; view++) {
      for (int i = 0; i < images.length; i++) {
        int at = (view * images.length + i) * each;
        assertThat(Arrays.copyOfRange(features.values(), at, at + each))
            .isEqualTo(values(images[i], view, each));
      }
    }
  }

  @Test
  void whatOneSubsetHasAnotherNeedNotCompute() throws IOException {
    FeatureKey key = FeatureKey.train(WEIGHTS, "pets", DIGEST, 1, 0, 1);
    write(FeatureRows.of(key, new int[] {9, 2, 4}, 1), 2);
    FeatureRows other = FeatureRows.of(key, new int[] {4, 1, 9, 7}, 1);

    FeatureRows missing = store().missing(other);
    assertThat(missing.rows()).isEqualTo(FeatureRows.of(key, new int[] {1, 7}, 1).rows());
    write(missing, 64);
    assertThat(store().missing(other).count()).isZero();
    assertThat(store().find(key, new int[] {7, 4}, 1, new int[2]).whole().values())
        .containsExactly(row(7, 4));
  }

  @Test
  void aBlockChangedAnywhereCountsAsNotThereAndIsComputedAnew() throws IOException {
    FeatureKey key = FeatureKey.test(WEIGHTS, "pets", DIGEST, REGIONS);
    FeatureRows all = FeatureRows.first(key, 8);
    write(all, 8);
    Path block = only(key);
    byte[] whole = Files.readAllBytes(block);
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      byte[] changed = whole.clone();
      changed[random.nextInt(whole.length)] ^= (byte) (1 + random.nextInt(255));
      // Each in a folder of its own: what was read once is remembered.
      FeatureStore store = storeWith(key, block.getFileName(), changed, i);

      assertThat(store.missing(all).rows()).as("change %d", i).isEqualTo(all.rows());
      assertThat(store.setDamagedAside(key))
          .containsExactly(key.folder() + "/" + block.getFileName() + " is damaged");
      store.write(all, allValues(all), DIM);
      assertThat(store.missing(all).count()).isZero();
      assertThat(store.setDamagedAside(key)).isEmpty();
    }
    assertThat(folder.resolve("7/damaged").resolve(key.folder()).resolve(block.getFileName()))
        .exists();
  }

  @Test
  void aBlockOfVersion01HasNoDigestAndIsReadAllTheSame() throws IOException {
    FeatureKey key = FeatureKey.test(WEIGHTS, "pets", DIGEST, REGIONS);
    FeatureRows all = FeatureRows.first(key, 8);
    write(all, 8);
    Path block = only(key);
    Map<String, TensorData> tensors =
        Safetensors.read(block.toString(), Files.readAllBytes(block)).tensors();
    byte[] old = Safetensors.write(tensors, Map.of());

    assertThat(storeWith(key, block.getFileName(), old, 1).missing(all).count()).isZero();
  }

  @Test
  void aBlockThatIsDamagedAfterItWasPlannedWithIsNotTrainedOn() throws IOException {
    FeatureKey key = FeatureKey.test(WEIGHTS, "pets", DIGEST, REGIONS);
    write(FeatureRows.first(key, 8), 8);
    Path block = only(key);
    byte[] changed = Files.readAllBytes(block);
    changed[changed.length - 1] ^= 64;
    FeatureStore store = storeWith(key, block.getFileName(), changed, 1);

    assertThatThrownBy(() -> store.find(key, images(8), 1, new int[8]).whole())
        .isInstanceOf(InputException.class)
        .hasMessageContaining("run the same command again");
  }

  /** A checksum, which Hadoop would leave beside each block, can be damaged itself. */
  @Test
  void nothingIsBesideABlock() throws IOException {
    FeatureKey key = FeatureKey.test(WEIGHTS, "pets", DIGEST, REGIONS);
    write(FeatureRows.first(key, 8), 8);

    try (Stream<Path> files = Files.list(folder.resolve(key.folder()))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aListOfBrokenImagesThatWasChangedCountsForNothing() throws IOException {
    FeatureKey key = FeatureKey.test(WEIGHTS, "pets", DIGEST, 1);
    store().markBroken(List.of(new BrokenImage(key, 3, "a.jpg", "it is empty")));
    Path list = only(key);
    Files.writeString(list, Files.readString(list).replace("3", "4"));

    assertThat(store().broken(FeatureRows.first(key, 8))).isEmpty();
    assertThat(store().setDamagedAside(key)).hasSize(1);
    assertThat(list).doesNotExist();
  }

  private Path only(FeatureKey key) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(key.folder()))) {
      return files.findFirst().orElseThrow();
    }
  }

  private FeatureStore storeWith(FeatureKey key, Path name, byte[] block, int number)
      throws IOException {
    Path root = folder.resolve("" + number);
    Files.createDirectories(root.resolve(key.folder()));
    Files.write(root.resolve(key.folder()).resolve(name), block);
    return FeatureStore.open(root.toString(), new Configuration(false));
  }

  @Test
  void aBlockThatIsNotThereIsKnownAndNotReadOver() throws IOException {
    FeatureKey key = FeatureKey.test(WEIGHTS, "pets", DIGEST, REGIONS);
    FeatureRows all = FeatureRows.first(key, 130);
    assertThat(store().missing(all).rows()).isEqualTo(all.rows());
    List<FeatureRows> blocks = all.pieces(60);
    write(blocks.get(0), 60);
    write(blocks.get(2), 60);

    assertThat(store().missing(all).rows()).isEqualTo(blocks.get(1).rows());
    assertThatThrownBy(() -> store().find(key, images(130), 1, new int[130]))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("Of 130 rows of features 60 are not in")
        .hasMessageContaining("/test-regions");
  }

  @Test
  void aPartIsReadAcrossBlocks() throws IOException {
    FeatureKey key = FeatureKey.test(WEIGHTS, "pets", DIGEST, 1);
    write(FeatureRows.first(key, 20), 3);
    int[] labels = IntStream.range(0, 20).toArray();

    Features part = store().find(key, images(20), 1, labels).part(2, 8);
    assertThat(part.values()).containsExactly(row(2, 3, 4, 5, 6, 7));
    assertThat(part.labels()).containsExactly(2, 3, 4, 5, 6, 7);
  }

  @Test
  void pooledFeaturesThoseOfRegionsAndOfEachSeedsViewsLieSideBySide() {
    assertThat(
            Stream.of(
                    FeatureKey.test(WEIGHTS, "pets", DIGEST, 1),
                    FeatureKey.test(WEIGHTS, "pets", DIGEST, REGIONS),
                    FeatureKey.train(WEIGHTS, "pets", DIGEST, 3, 0, 1),
                    FeatureKey.train(WEIGHTS, "pets", DIGEST, 3, 1, 1),
                    FeatureKey.train(WEIGHTS, "pets", DIGEST, 3, 50, REGIONS))
                .map(FeatureKey::folder))
        .allMatch(path -> path.startsWith("v2/0123456789ab/pets-fedcba987654/"))
        .extracting(path -> path.substring(path.lastIndexOf('/') + 1))
        .containsExactly(
            "test", "test-regions", "train", "train-views-s3", "train-views-s3-regions");
  }

  @Test
  void aFileIsInHalfPrecisionRowsFirst() throws IOException {
    FeatureKey key = FeatureKey.test(WEIGHTS, "pets", DIGEST, 1);
    FeatureRows block = FeatureRows.first(key, 1);
    store().write(block, new float[] {1.0004f, 65504, -1e-7f}, DIM);

    Safetensors file = Safetensors.read("block", Files.readAllBytes(files(key).get(0)));
    assertThat(file.tensors().keySet()).containsExactly("rows", "features");
    TensorData features = file.tensors().get("features");
    assertThat(features.dtype()).isEqualTo("F16");
    assertThat(features.shape()).containsExactly(1, DIM);
    assertThat(store().find(key, images(1), 1, new int[1]).whole().values())
        .containsExactly(1, 65504, -0x1p-23f);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, 65520, -1e6f})
  void whatHalfPrecisionHasNoNumberForIsNotStored(float value) {
    FeatureKey key = FeatureKey.test(WEIGHTS, "pets", DIGEST, 1);
    FeatureRows block = FeatureRows.of(key, new int[] {5, 6}, 1);

    assertThatThrownBy(() -> store().write(block, new float[] {0, 0, 0, 0, value, 0}, DIM))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "Cannot store features of image 6 of v2/0123456789ab/pets-fedcba987654/test/block-00000005-")
        .hasMessageContaining("number 1 of 3 is " + value)
        .hasMessageNotContaining("\n");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aBlockIsReadOnceForAllWhoWantIt() throws IOException {
    FeatureKey key = FeatureKey.test(WEIGHTS, "pets", DIGEST, 1);
    write(FeatureRows.first(key, 5), 5);
    float[] first = store().find(key, images(5), 1, new int[5]).whole().values();

    Files.write(files(key).get(0), new byte[0]);
    assertThat(store().find(key, images(5), 1, new int[5]).whole().values()).isEqualTo(first);
    assertThat(store().find(key, images(2), 1, new int[2]).part(0, 2).values())
        .containsExactly(row(0, 1));
  }

  @Test
  void aFileThatIsNoBlockCountsForNothingAndIsMovedAside() throws IOException {
    FeatureKey key = FeatureKey.test(WEIGHTS, "pets", DIGEST, 1);
    Path file =
        Files.createDirectories(folder.resolve(key.folder())).resolve("block-x.safetensors");
    Files.write(file, Safetensors.write(Map.of("a", TensorData.of(new float[1], 1)), Map.of()));

    assertThat(store().missing(FeatureRows.first(key, 1)).count()).isEqualTo(1);
    assertThat(store().setDamagedAside(key))
        .containsExactly(key.folder() + "/block-x.safetensors is damaged");
    assertThat(file).doesNotExist();
  }

  @Test
  void brokenImagesAreRememberedUntilTheirFeaturesAreThere() throws IOException {
    FeatureKey key = FeatureKey.train(WEIGHTS, "pets", DIGEST, 1, 2, 1);
    FeatureKey other = FeatureKey.test(WEIGHTS, "pets", DIGEST, 1);
    FeatureRows wanted = FeatureRows.of(key, new int[] {2, 4, 7}, 2);
    BrokenImage two = new BrokenImage(key, 2, "a/\u00e9 2.jpg", "it is \"empty\"");
    BrokenImage four = new BrokenImage(key, 4, "4.jpg", "it is cut short");
    BrokenImage nine = new BrokenImage(key, 9, "9.jpg", "it is cut short");
    assertThat(store().broken(wanted)).isEmpty();

    store().markBroken(List.of(nine, four, new BrokenImage(other, 4, "4.jpg", "it is empty")));
    store().markBroken(List.of(two, four));
    store().markBroken(List.of(two, four));
    assertThat(store().broken(wanted)).containsExactly(two, four);
    assertThat(store().missing(wanted).rows()).as("they have no features").hasSize(6);
    assertThat(marks(key)).hasSize(2);

    write(FeatureRows.of(key, new int[] {2}, 1), 64);
    assertThat(store().broken(wanted)).as("a view still lacks").containsExactly(two, four);
    write(store().missing(FeatureRows.of(key, new int[] {2}, 2)), 64);
    assertThat(store().broken(wanted)).as("2 was mended").containsExactly(four);

    Files.writeString(marks(key).get(0).resolveSibling("broken-x.json"), "[{]");
    assertThat(store().broken(wanted)).as("a file of nobody").containsExactly(four);
  }

  @Test
  void aSmallFileIsReplacedInOnePiece() throws IOException {
    store(); // Hadoop keeps the file system that somebody opened with less of a configuration
    FeatureStore store = FeatureStore.open(folder.toString(), new Configuration());
    for (String text : List.of("one\n", "two, longer\n", "3\n")) {
      assertThat(store.replace("list.csv", text)).isEqualTo(folder + "/list.csv");
      assertThat(folder.resolve("list.csv")).hasContent(text);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("nothing half written")
          .containsExactly("list.csv");
    }
  }

  private List<Path> marks(FeatureKey key) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(key.folder()))) {
      return files.filter(file -> file.getFileName().toString().startsWith("broken-")).toList();
    }
  }

  @Test
  void moreTrainingFeaturesThanAnArrayHoldsAreRefusedByTheirKey() {
    FeatureKey key = FeatureKey.train(WEIGHTS, "imagenet", DIGEST, 1, 50, 50);

    assertThatThrownBy(() -> key.values(16_000, 50, 1024))
        .isInstanceOfSatisfying(
            InputException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.GRID))
        .hasMessageStartingWith("Cannot hold training features of v2/0123456789ab/imagenet-")
        .hasMessageContaining("in one array: 16000 images x 50 views x 50 regions x 1024 numbers");
    assertThat(key.values(41_943, 1, 1024)).as("the most that fit").isEqualTo(41_943 * 50 * 1024);
    assertThat(key.bytes(16_000 * 50, 1024)).isEqualTo(16_000L * 50 * 50 * 1024 * 2);
  }

  private void write(FeatureRows rows, int rowsPerBlock) throws IOException {
    for (FeatureRows block : rows.pieces(rowsPerBlock)) {
      store().write(block, allValues(block), DIM);
    }
  }

  private static float[] allValues(FeatureRows block) {
    int each = block.key().regions() * DIM;
    float[] values = new float[block.count() * each];
    for (int i = 0; i < block.count(); i++) {
      long row = block.rows()[i];
      float[] own = values(FeatureRows.image(row), FeatureRows.view(row), each);
      System.arraycopy(own, 0, values, i * each, each);
    }
    return values;
  }

  private static float[] values(int image, int view, int each) {
    float[] values = new float[each];
    for (int i = 0; i < each; i++) {
      values[i] = 10 * image + 700 * view + i;
    }
    return values;
  }

  /** Pooled features of some images, one view each. */
  private static float[] row(int... images) {
    float[] values = new float[images.length * DIM];
    for (int i = 0; i < images.length; i++) {
      System.arraycopy(values(images[i], 0, DIM), 0, values, i * DIM, DIM);
    }
    return values;
  }

  private static int[] images(int count) {
    return IntStream.range(0, count).toArray();
  }

  private List<Path> files(FeatureKey key) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(key.folder()))) {
      return files.filter(file -> file.getFileName().toString().startsWith("block-")).toList();
    }
  }

  private FeatureStore store() {
    return FeatureStore.open(folder.toString(), new Configuration(false));
  }
}
