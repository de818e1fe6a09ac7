package dev.nemesis.clip;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.testing.ReadsShared;
import dev.nemesis.testing.Shared;
import dev.nemesis.verify.Deviation;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both towers against what the reference implementation computed with the same weights. */
@ReadsShared
class EncoderRecordingsTest {

  @ParameterizedTest
  @ValueSource(strings = {"rn", "vit"})
  void theFirstRegionIsTheImagesOwnFeature(String kind) throws IOException {
    Map<String, TensorData> recorded = recording("vision");
    try (ClipModel model = model(kind);
        NDManager step = model.newManager()) {
      NDArray images = OwnedArrays.floats(step, recorded.get("images"));
      NDArray regions = model.image().regions(images);
      assertThat(regions.getShape().get(1)).isEqualTo(model.config().regions());
      assertClose(regions.get(new NDIndex(":, 0")), recorded.get(kind + ".features"));
      NDArray pooled = model.image().encode(images);
      assertThat(
              Deviation.relative(
                  regions.get(new NDIndex(":, 0")).toFloatArray(), pooled.toFloatArray()))
          .isLessThan(1e-6);
    }
  }

  private static ClipModel model(String kind) {
    String file = Shared.path("traces/tiny-" + kind + ".safetensors").toString();
    return ClipModel.load(ClipWeights.load(file, new Configuration(false)), Device.cpu());
  }

  private static Map<String, TensorData> recording(String name) throws IOException {
    byte[] file = Files.readAllBytes(Shared.path("traces/" + name + ".safetensors"));
    return Safetensors.read(name, file).tensors();
  }

  private static void assertClose(NDArray actual, TensorData expected) {
    assertThat(actual.getShape().getShape()).isEqualTo(expected.shape());
    assertThat(Deviation.relative(actual.toFloatArray(), expected.toFloats())).isLessThan(1e-5);
  }
}
