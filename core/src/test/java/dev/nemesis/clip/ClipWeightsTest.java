package dev.nemesis.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.InputException;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.testing.RandomClip;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** What is taken for CLIP weights, and what is refused in one line. */
class ClipWeightsTest {

  @Test
  void theConfigurationIsReadOffTheShapes() {
    ClipConfig config = RandomClip.vit(1).config();
    assertThat(config.vision()).isEqualTo("vit");
    assertThat(config.resolution()).isEqualTo(16);
    assertThat(config.textWidth()).isEqualTo(RandomClip.WIDTH);
    assertThat(config.textLayers()).isEqualTo(3);
    assertThat(config.textHeads()).isEqualTo(2);
    assertThat(config.embedDim()).isEqualTo(RandomClip.EMBED);
    assertThat(config.contextLength()).isEqualTo(RandomClip.CONTEXT);
    assertThat(config.vocabSize()).isEqualTo(RandomClip.VOCAB);
  }

  @Test
  void theMiniModelComesWithTheProgram() {
    ClipWeights mini = ClipWeights.load(ClipWeights.MINI, new Configuration(false));
    assertThat(mini.config().resolution()).isEqualTo(64);
    assertThat(mini.digest()).hasSize(64);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> ClipWeights.load("no/such.safetensors", new Configuration(false)))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot find the weights no/such.safetensors");
  }

  @Test
  void aFileCutShortAnywhereIsRefused() {
    byte[] whole = Safetensors.write(RandomClip.tensors(1), Map.of());
    for (int tenth = 1; tenth < 10; tenth++) {
      byte[] cut = Arrays.copyOf(whole, whole.length * tenth / 10);
      assertThatThrownBy(() -> ClipWeights.of("cut", cut))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("Cannot read cut as safetensors: ");
    }
  }

  @Test
  void aTensorOfTheWrongShapeIsNamedWithTheRightOne() {
    assertRefused(
        "transformer.resblocks.1.mlp.c_proj.weight",
        TensorData.of(new float[12], 3, 4),
        "[3, 4], expected size " + RandomClip.WIDTH + " in dimension 0");
  }

  @Test
  void everyTensorIsNeededInItsShape() {
    assertEachIsChecked(RandomClip.tensors(1));
  }

  @Test
  void everyTensorOfAResNetIsNeededInItsShape() throws IOException {
    byte[] file = Files.readAllBytes(Shared.path("traces/tiny-rn.safetensors"));
    Map<String, TensorData> tensors =
        new LinkedHashMap<>(Safetensors.read("tiny-rn", file).tensors());
    tensors.keySet().removeIf(name -> name.endsWith(".num_batches_tracked")); // training's alone
    assertEachIsChecked(tensors);
  }

  @Test
  void aModelThatIsNotClipsIsToldByAMissingTensor() {
    Map<String, TensorData> other = Map.of("encoder.weight", TensorData.of(new float[4], 2, 2));
    assertThatThrownBy(() -> ClipWeights.of("bert", Safetensors.write(other, Map.of())))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("bert")
        .hasMessageContaining("no tensor 'token_embedding.weight'");
  }

  @Test
  void aHeaderThatClaimsATerabyteIsRefusedBeforeAnythingIsAllocated() {
    String header =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1000000,1000000],\"data_offsets\":[0,4000000000000]}}";
    byte[] file = new byte[8 + header.length()];
    file[0] = (byte) header.length();
    System.arraycopy(
        header.getBytes(java.nio.charset.StandardCharsets.UTF_8), 0, file, 8, header.length());
    assertThatThrownBy(() -> ClipWeights.of("huge", file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("tensor a");
  }

  /**
   * Without a tensor, or with one dimension more, it is named; with a longer one, some tensor is.
   */
  private static void assertEachIsChecked(Map<String, TensorData> tensors) {
    tensors.forEach(
        (name, tensor) -> {
          Map<String, TensorData> spoilt = new LinkedHashMap<>(tensors);
          spoilt.remove(name);
          assertConfigRefused(spoilt, "'" + name + "'");

          long[] deeper = Arrays.copyOf(tensor.shape(), tensor.shape().length + 1);
          spoilt.put(name, new TensorData("F32", deeper, new byte[0]));
          assertConfigRefused(spoilt, "'" + name + "'");

          if (tensor.shape().length > 0) {
            long[] longer = tensor.shape().clone();
            longer[longer.length - 1]++;
            spoilt.put(name, new TensorData("F32", longer, new byte[0]));
            assertConfigRefused(spoilt, "tensor '");
          }
        });
  }

  private static void assertConfigRefused(Map<String, TensorData> tensors, String named) {
    assertThatThrownBy(() -> ClipConfig.of("spoilt", tensors))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot use spoilt as CLIP weights: ")
        .hasMessageContaining(named);
  }

  private static void assertRefused(String name, TensorData tensor, String why) {
    Map<String, TensorData> tensors = new LinkedHashMap<>(RandomClip.tensors(1));
    tensors.put(name, tensor);
    byte[] file = Safetensors.write(tensors, Map.of());
    assertThatThrownBy(() -> ClipWeights.of("spoilt", file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(why);
  }
}
