package dev.nemesis.clip;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.testing.RandomClip;
import dev.nemesis.verify.Deviation;
import org.junit.jupiter.api.Test;

class TextEncoderTest {
  @Test
  void constantsPutIntoFrozenWeightsChangeNoFeature() {
    ClipWeights weights = RandomClip.vit(5);
    try (ClipModel model = ClipModel.load(weights, Device.cpu());
        NDManager manager = model.newManager()) {
      TextEncoder asStored =
          new TextEncoder(Parameters.load(manager, weights.tensors()), weights.config());

      float[] frozen = features(manager, model.text());
      float[] plain = features(manager, asStored);

      assertThat(Deviation.relative(frozen, plain)).isLessThan(1e-5);
    }
  }

  private static float[] features(NDManager manager, TextEncoder text) {
    NDArray tokens = OwnedArrays.longs(manager, new long[] {3, 1, 4, 1, 5, 9, 2, 6}, 2, 4);
    NDArray eot = OwnedArrays.longs(manager, new long[] {3, 2}, 2);
    return text.encode(text.embed(tokens), eot).toFloatArray();
  }
}
