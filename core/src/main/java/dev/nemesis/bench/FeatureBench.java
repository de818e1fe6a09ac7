package dev.nemesis.bench;

import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.ImageTransform;
import dev.nemesis.data.Dataset;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.feature.FeatureExtractor;
import dev.nemesis.feature.FeatureKey;
import dev.nemesis.feature.FeatureRows;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.OwnedArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Images a second of feature extraction, which reads, crops and scales pictures and encodes them,
 * against the image encoder alone, which is handed the finished pixels of the same images.
 *
 * @param model whose image side
 * @param dataset whose test images; each is taken as often as needed
 * @param images how many are encoded in a round
 * @param views whether they are augmented, as training images are; else the test transform
 */
public record FeatureBench(ClipModel model, Dataset dataset, int images, boolean views) {
  private static final int BATCH = 64; // as the extractor's

  /**
   * Images a second in each round.
   *
   * @param extractor of feature extraction
   * @param encoder of the encoder alone
   */
  public record Rates(double[] extractor, double[] encoder) {
    /** The extractor's middle round. */
    public double extractorMedian() {
      return Medians.of(extractor);
    }

    /** The encoder's middle round. */
    public double encoderMedian() {
      return Medians.of(encoder);
    }

    /** The extractor's rate over the encoder's of the same round: the middle one. */
    public double ratio() {
      double[] ratios = new double[extractor.length];
      for (int i = 0; i < ratios.length; i++) {
        ratios[i] = extractor[i] / encoder[i];
      }
      return Medians.of(ratios);
    }
  }

  /**
   * Times both in turns.
   *
   * @param rounds counted, after one that is not
   * @param done told what each round came to
   */
  public Rates run(int rounds, Consumer<String> done) {
    List<LabeledImage> all = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      all.add(dataset.test().get(i % dataset.test().size()));
    }
    Dataset repeated =
        new Dataset(
            dataset.name(),
            dataset.classNames(),
            all,
            List.of(),
            all,
            dataset.pictures(),
            dataset.digest());
    String weights = model.weights().digest();
    FeatureKey key =
        views
            ? FeatureKey.train(weights, dataset.name(), dataset.digest(), 1, 1, 1)
            : FeatureKey.test(weights, dataset.name(), dataset.digest(), 1);
    FeatureRows rows = FeatureRows.first(key, images);
    FeatureExtractor extractor = new FeatureExtractor(model);
    List<float[]> pixels = pixels(all);
    Rates rates = new Rates(new double[rounds], new double[rounds]);
    for (int round = -1; round < rounds; round++) {
      double extracted = rate(() -> extractor.extract(rows, repeated));
      double encoded = rate(() -> encode(pixels));
      if (round >= 0) {
        rates.extractor[round] = extracted;
        rates.encoder[round] = encoded;
      }
      done.accept(
          "round %d of %d: extraction %.1f, encoder alone %.1f images a second"
              .formatted(round + 1, rounds, extracted, encoded));
    }
    return rates;
  }

  private double rate(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return images / ((System.nanoTime() - start) / 1e9);
  }

  private List<float[]> pixels(List<LabeledImage> all) {
    int size = model.config().resolution();
    int each = 3 * size * size;
    List<float[]> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += BATCH) {
      int rows = Math.min(BATCH, all.size() - from);
      float[] batch = new float[rows * each];
      for (int row = 0; row < rows; row++) {
        String path = all.get(from + row).path();
        float[] one =
            ImageTransform.normalise(
                ImageTransform.test(dataset.pictures().read(path), size), model.config().pixels());
        System.arraycopy(one, 0, batch, row * each, each);
      }
      batches.add(batch);
    }
    return batches;
  }

  private void encode(List<float[]> batches) {
    int size = model.config().resolution();
    for (float[] batch : batches) {
      try (NDManager step = model.newManager()) {
        var pixels =
            OwnedArrays.floats(step, batch, batch.length / (3 * size * size), 3, size, size);
        Autograd.withoutGradient(() -> model.image().encode(pixels)).toFloatArray();
      }
    }
  }
}
