package dev.nemesis.clip;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.declared.Activation;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.testing.RandomClip;
import dev.nemesis.verify.Deviation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextEncoderTest {
  /** Every activation and epsilon by its own path, against one written down once more. */
  @ParameterizedTest
  @CsvSource({"QUICK_GELU, 1e-5", "GELU, 1e-5", "GELU, 1e-3", "QUICK_GELU, 0.1"})
  void constantsPutIntoFrozenWeightsChangeNoFeature(Activation activation, double epsilon) {
    ClipWeights weights = with(new Tower(activation, 2, epsilon));
    try (ClipModel model = ClipModel.load(weights, Device.cpu());
        NDManager manager = model.newManager()) {
      TextEncoder asStored =
          new TextEncoder(Parameters.load(manager, weights.tensors()), weights.config());

      float[] frozen = features(manager, model.text());
      float[] plain = features(manager, asStored);

      assertThat(Deviation.relative(frozen, plain)).isLessThan(1e-5);
    }
  }

  @Test
  void headsActivationAndEpsilonEachMakeOtherFeatures() {
    List<float[]> all = new ArrayList<>();
    for (Tower tower :
        List.of(
            new Tower(Activation.QUICK_GELU, 2, 1e-5),
            new Tower(Activation.QUICK_GELU, 4, 1e-5),
            new Tower(Activation.GELU, 2, 1e-5),
            new Tower(Activation.QUICK_GELU, 2, 0.1))) {
      try (ClipModel model = ClipModel.load(with(tower), Device.cpu());
          NDManager manager = model.newManager()) {
        all.add(features(manager, model.text()));
      }
    }
    for (float[] other : all.subList(1, all.size())) {
      assertThat(Deviation.relative(other, all.get(0))).isGreaterThan(1e-4);
    }
  }

  @Test
  void aLayerNormAddsItsEpsilonToTheVariance() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray x = OwnedArrays.floats(manager, new float[] {1, 3}, 1, 2);
      NDArray one = OwnedArrays.floats(manager, new float[] {1, 1}, 2);
      NDArray none = OwnedArrays.floats(manager, new float[] {0, 0}, 2);
      float[] normed = TransformerBlock.layerNorm(x, one, none, 3).toFloatArray();
      assertThat(normed).containsExactly(-0.5f, 0.5f); // variance 1, and 3: a deviation of 2
    }
  }

  private static ClipWeights with(Tower text) {
    ClipWeights plain = RandomClip.vit(5);
    ClipConfig of = plain.config();
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
            text,
            of.pixels());
    return new ClipWeights(plain.source(), config, plain.tensors(), plain.digest(), plain.origin());
  }

  private static float[] features(NDManager manager, TextEncoder text) {
    NDArray tokens = OwnedArrays.longs(manager, new long[] {3, 1, 4, 1, 5, 9, 2, 6}, 2, 4);
    NDArray eot = OwnedArrays.longs(manager, new long[] {3, 2}, 2);
    return text.encode(text.embed(tokens), eot).toFloatArray();
  }
}
