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
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureStoreTest {
  private static final String WEIGHTS = "0123456789abcdef";
  private static final String DIGEST = "fedcba9876543210";
  private static final int DIM = 3;
  private static final int REGIONS = 17;

  @TempDir Path folder;

  @Test
  void featuresOfRegionsComeBackAcrossBlocks() throws IOException {
    FeatureKey key = new FeatureKey(WEIGHTS, "pets", DIGEST, 16, 1, 2, REGIONS);
    int[] labels = IntStream.range(0, 70).map(i -> i % 7).toArray();
    List<FeatureBlock> blocks = FeatureBlock.of(key, labels.length);
    assertThat(blocks).extracting(FeatureBlock::rows).containsExactly(60, 60, 20);
    float[] values = counted(2 * 70 * REGIONS * DIM, 0);
    write(blocks, values);

    Features features = store().read(key, labels);
    assertThat(List.of(features.views(), features.images(), features.regions(), features.dim()))
        .containsExactly(2, 70, REGIONS, DIM);
    assertThat(features.values()).isEqualTo(values);
    assertThat(features.labels()).isEqualTo(labels);
  }

  @Test
  void aBlockThatIsNotThereIsKnownAndNotReadOver() throws IOException {
    FeatureKey key = FeatureKey.test(WEIGHTS, "pets", DIGEST, REGIONS);
    List<FeatureBlock> blocks = FeatureBlock.of(key, 130);
    assertThat(store().missing(blocks)).isEqualTo(blocks);
    float[] values = counted(130 * REGIONS * DIM, 0);
    write(List.of(blocks.get(0), blocks.get(2)), values);

    assertThat(store().missing(blocks)).containsExactly(blocks.get(1));
    assertThatThrownBy(() -> store().read(key, new int[130]))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining(blocks.get(1).file());
  }

  @Test
  void pooledFeaturesAndThoseOfRegionsLieSideBySide() throws IOException {
    FeatureKey pooled = FeatureKey.test(WEIGHTS, "pets", DIGEST, 1);
    FeatureKey regions = FeatureKey.test(WEIGHTS, "pets", DIGEST, REGIONS);
    write(FeatureBlock.of(pooled, 5), counted(5 * DIM, 1000));
    assertThat(store().missing(FeatureBlock.of(regions, 5))).hasSize(1);
    write(FeatureBlock.of(regions, 5), counted(5 * REGIONS * DIM, 0));

    assertThat(store().read(pooled, new int[5]).values()).isEqualTo(counted(5 * DIM, 1000));
    assertThat(store().read(regions, new int[5]).values()).isEqualTo(counted(5 * REGIONS * DIM, 0));
  }

  @Test
  void whatWasStoredBeforeThereWereRegionsIsStillRead() throws IOException {
    Path file =
        folder.resolve(
            "v1/0123456789ab/pets-fedcba987654/train-16shot-s3-v1/block-00000-of-00001.safetensors");
    Files.createDirectories(file.getParent());
    byte[] bytes =
        Safetensors.write(Map.of("features", TensorData.of(counted(4 * DIM, 0), 4, DIM)), Map.of());
    Files.write(file, bytes);

    FeatureKey key = new FeatureKey(WEIGHTS, "pets", DIGEST, 16, 3, 1, 1);
    List<FeatureBlock> blocks = FeatureBlock.of(key, 4);
    assertThat(store().missing(blocks)).isEmpty();
    assertThat(store().read(key, new int[4]).values()).isEqualTo(counted(4 * DIM, 0));

    Files.delete(file);
    write(blocks, counted(4 * DIM, 0));
    assertThat(file).as("as it is written today").hasBinaryContent(bytes);
  }

  @Test
  void blocksHoldEveryRowOnceAndRegionsTakeAsManyBytesAsPooledFeatures() {
    FeatureKey pooled = FeatureKey.test(WEIGHTS, "pets", DIGEST, 1);
    assertThat(FeatureBlock.of(pooled, 2100))
        .extracting(FeatureBlock::rows)
        .containsExactly(1024, 1024, 52);
    FeatureKey resnet50 = FeatureKey.test(WEIGHTS, "pets", DIGEST, 50);
    List<FeatureBlock> blocks = FeatureBlock.of(resnet50, 101);
    assertThat(blocks).extracting(FeatureBlock::rows).containsExactly(20, 20, 20, 20, 20, 1);
    assertThat(blocks).extracting(FeatureBlock::from).containsExactly(0, 20, 40, 60, 80, 100);
    FeatureKey finest = FeatureKey.test(WEIGHTS, "pets", DIGEST, 5000);
    assertThat(FeatureBlock.of(finest, 2)).hasSize(2);
  }

  @Test
  void moreFeaturesThanAnArrayHoldsAreRefusedByTheirKey() throws IOException {
    FeatureKey key = FeatureKey.test(WEIGHTS, "imagenet", DIGEST, 50);
    FeatureBlock first = FeatureBlock.of(key, 50_000).get(0);
    store().write(first, new float[first.rows() * 50 * 1024], 1024);

    assertThatThrownBy(() -> store().read(key, new int[50_000]))
        .isInstanceOfSatisfying(
            InputException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.GRID))
        .hasMessageStartingWith("Cannot hold the features v1/0123456789ab/imagenet-fedcba987654/")
        .hasMessageContaining("/test-regions in one array: 50000 images x 1 views x 50 regions x")
        .hasMessageNotContaining("\n");
    assertThat(key.values(41_943, 1024)).as("the most that fit").isEqualTo(41_943 * 50 * 1024);
  }

  private void write(List<FeatureBlock> blocks, float[] values) throws IOException {
    for (FeatureBlock block : blocks) {
      int row = block.key().regions() * DIM;
      store().write(block, Arrays.copyOfRange(values, block.from() * row, block.to() * row), DIM);
    }
  }

  private FeatureStore store() {
    return FeatureStore.open(folder.toString(), new Configuration(false));
  }

  private static float[] counted(int count, int from) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = from + i;
    }
    return values;
  }
}
