package dev.nemesis.clip;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.bench.ModelSize;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.testing.ReadsShared;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** That a pass keeps no more arrays the more layers it has. */
class PassMemoryTest {
  private static final int IMAGES = 2;

  /** A layer of a transformer makes some 30, a bottleneck of a ResNet some 12. */
  private static final int FEW = 30;

  @Test
  void anImageTransformerKeepsNoLayersArrays() {
    assertKeepsFew(ModelSize.MINI.weights());
  }

  @ReadsShared
  @Test
  void aResNetKeepsNoLayersArrays() throws IOException {
    byte[] file = Files.readAllBytes(Shared.path("traces/tiny-rn.safetensors"));
    assertKeepsFew(ClipWeights.of("tiny-rn", file));
  }

  @Test
  void thePlainTextTransformerKeepsNoLayersArrays() {
    try (ClipModel model = ClipModel.load(ModelSize.MINI.weights(), Device.cpu());
        NDManager pass = model.newManager()) {
      NDArray tokens = OwnedArrays.longs(pass, new long[] {3, 1, 4, 1}, 1, 4);
      NDArray eot = OwnedArrays.longs(pass, new long[] {3}, 1);
      Autograd.withoutGradient(() -> model.text().encode(model.text().embed(tokens), eot));

      assertThat(pass.getManagedArrays()).hasSizeLessThan(FEW);
    }
  }

  private static void assertKeepsFew(ClipWeights weights) {
    try (ClipModel model = ClipModel.load(weights, Device.cpu())) {
      assertKeepsFew(model, ImageEncoder::encode);
      assertKeepsFew(model, ImageEncoder::regions);
    }
  }

  private static void assertKeepsFew(
      ClipModel model, BiFunction<ImageEncoder, NDArray, NDArray> encode) {
    int side = model.config().resolution();
    try (NDManager pass = model.newManager()) {
      float[] pixels = new float[IMAGES * 3 * side * side];
      NDArray images = OwnedArrays.floats(pass, pixels, IMAGES, 3, side, side);
      NDArray first = Autograd.withoutGradient(() -> encode.apply(model.image(), images));
      NDArray again = Autograd.withoutGradient(() -> encode.apply(model.image(), images));

      assertThat(again.toFloatArray()).as("the images are left").isEqualTo(first.toFloatArray());
      assertThat(pass.getManagedArrays()).hasSizeLessThan(2 * FEW);
    }
  }
}
