package dev.nemesis.clip.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.ClipWeights;
import dev.nemesis.clip.ImageTransform;
import dev.nemesis.clip.PixelNorm;
import dev.nemesis.clip.Tokenizer;
import dev.nemesis.data.Dataset;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.data.mini.MiniDatasets;
import dev.nemesis.data.mini.MiniVocabulary;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.OwnedArrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class ShippedWeightsTest {
  private static final int IMAGES = 120;

  /**
   * What makes them useful: without training they know far more than nothing about most datasets.
   */
  @Test
  void zeroShotIsThreeTimesChanceOnMostOfTheElevenDatasets() {
    ClipWeights weights = ClipWeights.load(ClipWeights.MINI, new Configuration());
    Tokenizer tokenizer =
        Tokenizer.load(
            getClass().getResourceAsStream(MiniVocabulary.RESOURCE),
            "the mini vocabulary",
            weights.config().vocabSize());
    int good = 0;
    try (ClipModel model = ClipModel.load(weights, Device.cpu())) {
      for (String name : MiniDatasets.names()) {
        Dataset dataset = MiniDatasets.open(name);
        double accuracy = zeroShot(model, tokenizer, dataset);
        good += accuracy > 3.0 / dataset.classNames().size() ? 1 : 0;
      }
    }
    assertThat(good).isGreaterThanOrEqualTo(9);
  }

  private static double zeroShot(ClipModel model, Tokenizer tokenizer, Dataset dataset) {
    List<LabeledImage> all = dataset.test();
    int every = all.size() / IMAGES;
    List<LabeledImage> images =
        IntStream.range(0, all.size()).filter(i -> i % every == 0).mapToObj(all::get).toList();
    try (NDManager scratch = model.newManager()) {
      NDArray texts = texts(model, scratch, tokenizer, dataset.classNames());
      long[] best =
          pictures(model, scratch, dataset, images)
              .matMul(texts.transpose())
              .argMax(1)
              .toLongArray();
      int right = 0;
      for (int i = 0; i < best.length; i++) {
        right += best[i] == images.get(i).label() ? 1 : 0;
      }
      return (double) right / best.length;
    }
  }

  private static NDArray texts(
      ClipModel model, NDManager scratch, Tokenizer tokenizer, List<String> names) {
    int length = model.config().contextLength();
    long[] tokens = new long[names.size() * length];
    long[] eot = new long[names.size()];
    for (int c = 0; c < names.size(); c++) {
      int[] own = tokenizer.tokens("a photo of a " + names.get(c) + ".", length);
      for (int t = 0; t < length; t++) {
        tokens[c * length + t] = own[t];
        if (own[t] == tokenizer.eot()) {
          eot[c] = t;
        }
      }
    }
    return Autograd.withoutGradient(
        () -> {
          NDArray rows =
              model.text().embed(OwnedArrays.longs(scratch, tokens, names.size(), length));
          return model
              .text()
              .encode(rows, OwnedArrays.longs(scratch, eot, eot.length))
              .normalize(2, 1);
        });
  }

  private static NDArray pictures(
      ClipModel model, NDManager scratch, Dataset dataset, List<LabeledImage> images) {
    int side = model.config().resolution();
    float[] pixels = new float[images.size() * 3 * side * side];
    for (int i = 0; i < images.size(); i++) {
      float[] own =
          ImageTransform.normalise(dataset.pictures().read(images.get(i).path()), PixelNorm.OPENAI);
      System.arraycopy(own, 0, pixels, i * own.length, own.length);
    }
    return Autograd.withoutGradient(
        () ->
            model
                .image()
                .encode(OwnedArrays.floats(scratch, pixels, images.size(), 3, side, side))
                .normalize(2, 1));
  }
}
