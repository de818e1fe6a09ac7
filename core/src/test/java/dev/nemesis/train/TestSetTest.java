package dev.nemesis.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.feature.FeatureKey;
import dev.nemesis.feature.FeatureRows;
import dev.nemesis.feature.FeatureStore;
import dev.nemesis.feature.Features;
import dev.nemesis.feature.ImageFeatures;
import dev.nemesis.feature.StoredFeatures;
import dev.nemesis.grid.Method;
import dev.nemesis.grid.PromptSpec;
import dev.nemesis.method.LearningMethod;
import dev.nemesis.method.PreparedMethod;
import dev.nemesis.prompt.ClassTokens;
import dev.nemesis.prompt.PromptText;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.testing.RandomClip;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Test images in memory and read block by block, with random weights and features. */
class TestSetTest {
  private static final int IMAGES = 250;
  private static final int REGIONS = 4;
  private static final int CTX = 3;
  private static final int PROMPTS = 2;
  private static final int RUNS = 3;

  /** PLOT's, as its published code has it. */
  private static final int BATCH = 100;

  private static ClipModel model;

  @TempDir Path folder;

  @BeforeAll
  static void load() {
    model = ClipModel.load(RandomClip.vit(4), Device.cpu());
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void plotClassifiesImagesInTheStoreAsThoseInMemoryWhateverTheBlocks() throws IOException {
    Features memory = features(REGIONS);
    int[][] expected = classify(Method.PLOT, memory);
    assertThat(expected).isDeepEqualTo(slowly(memory));
    for (int blockSize : new int[] {64, 37, 100, IMAGES}) {
      assertThat(classify(Method.PLOT, stored(memory, blockSize)))
          .as("blocks of %d images", blockSize)
          .isDeepEqualTo(expected);
    }
  }

  @Test
  void plotReadsOneTestBatchAfterTheOtherAndNeverAll() throws IOException {
    Asked asked = new Asked(stored(features(REGIONS), 64));
    classify(Method.PLOT, asked);
    assertThat(asked.parts).containsExactly("0-100", "100-200", "200-250");
  }

  @Test
  void pooledFeaturesAreReadOnceForAnyNumberOfClassifications() throws IOException {
    Asked asked = new Asked(stored(features(1), 64));
    try (NDManager manager = model.newManager();
        PromptText text = text(manager, Method.COOP)) {
      PreparedMethod method = method(manager, text, Method.COOP);
      TestSet test = new TestSet(manager, asked);
      NDList encoded = encoded(manager, method);
      int[][] first = test.classify(method, encoded);
      assertThat(test.classify(method, encoded)).isDeepEqualTo(first);
      assertThat(first).isDeepEqualTo(classify(Method.COOP, features(1)));
    }
    assertThat(asked.parts).containsExactly("0-250");
  }

  /** Classes by the logits of whole batches, all features on the device. */
  private static int[][] slowly(Features features) {
    try (NDManager manager = model.newManager();
        PromptText text = text(manager, Method.PLOT)) {
      PreparedMethod method = method(manager, text, Method.PLOT);
      NDList encoded = encoded(manager, method);
      NDArray all =
          OwnedArrays.floats(manager, features.values(), IMAGES, REGIONS, features.dim())
              .normalize(2, 2);
      int[][] predicted = new int[RUNS][IMAGES];
      for (int from = 0; from < IMAGES; from += BATCH) {
        NDArray batch = all.get(from + ":" + Math.min(IMAGES, from + BATCH));
        NDArray logits =
            Autograd.withoutGradient(() -> method.logits(encoded, batch.expandDims(0)));
        for (int k = 0; k < RUNS; k++) {
          long[] best = logits.get(k).argMax(1).toLongArray();
          for (int i = 0; i < best.length; i++) {
            predicted[k][from + i] = (int) best[i];
          }
        }
      }
      return predicted;
    }
  }

  private static int[][] classify(Method kind, ImageFeatures features) {
    try (NDManager manager = model.newManager();
        PromptText text = text(manager, kind)) {
      PreparedMethod method = method(manager, text, kind);
      return new TestSet(manager, features).classify(method, encoded(manager, method));
    }
  }

  private static NDList encoded(NDManager manager, PreparedMethod method) {
    Shape one = method.learned().get(0).shape();
    Random random = new Random(8);
    float[] contexts = new float[(int) (RUNS * one.size())];
    for (int i = 0; i < contexts.length; i++) {
      contexts[i] = (float) random.nextGaussian();
    }
    NDArray learned = OwnedArrays.floats(manager, contexts, new Shape(RUNS).addAll(one).getShape());
    return Autograd.withoutGradient(() -> method.encode(new NDList(learned)));
  }

  private static PreparedMethod method(NDManager manager, PromptText text, Method kind) {
    return LearningMethod.of(kind).prepare(manager, model, prompt(kind), text);
  }

  private static PromptText text(NDManager manager, Method kind) {
    int dot = RandomClip.VOCAB - 3;
    int eot = RandomClip.VOCAB - 1;
    List<ClassTokens> classes =
        IntStream.range(0, 5)
            .mapToObj(c -> new ClassTokens(new int[] {3 * c, c}, new int[] {dot, eot}))
            .toList();
    return PromptText.of(
        manager, model, RandomClip.VOCAB - 2, prompt(kind), classes, Long.MAX_VALUE);
  }

  private static PromptSpec prompt(Method kind) {
    PromptSpec generic = PromptSpec.generic(CTX);
    return new PromptSpec(
        CTX, generic.classTokenPosition(), false, kind.equals(Method.PLOT) ? PROMPTS : 1, null);
  }

  /** What half precision has exactly. */
  private static Features features(int regions) {
    Random random = new Random(3);
    float[] values = new float[IMAGES * regions * RandomClip.EMBED];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.round(random.nextGaussian() * 64) / 32f;
    }
    int[] labels = IntStream.range(0, IMAGES).map(i -> i % 5).toArray();
    return new Features(1, IMAGES, regions, RandomClip.EMBED, values, labels);
  }

  private StoredFeatures stored(Features features, int blockSize) throws IOException {
    FeatureStore store =
        FeatureStore.open(folder.resolve("of" + blockSize).toString(), new Configuration(false));
    FeatureKey key = FeatureKey.test("w".repeat(12), "shapes", "d".repeat(12), features.regions());
    int each = features.regions() * features.dim();
    for (FeatureRows block : FeatureRows.first(key, IMAGES).pieces(blockSize)) {
      int from = FeatureRows.image(block.rows()[0]);
      store.write(
          block,
          Arrays.copyOfRange(features.values(), from * each, (from + block.count()) * each),
          features.dim());
    }
    return store.find(key, IntStream.range(0, IMAGES).toArray(), 1, features.labels());
  }

  /** Keeps what parts it was asked for. */
  private static final class Asked implements ImageFeatures {
    private final ImageFeatures features;
    private final List<String> parts = new ArrayList<>();

    Asked(ImageFeatures features) {
      this.features = features;
    }

    @Override
    public int images() {
      return features.images();
    }

    @Override
    public int regions() {
      return features.regions();
    }

    @Override
    public int dim() {
      return features.dim();
    }

    @Override
    public int[] labels() {
      return features.labels();
    }

    @Override
    public Features part(int from, int to) {
      parts.add(from + "-" + to);
      return features.part(from, to);
    }
  }
}
