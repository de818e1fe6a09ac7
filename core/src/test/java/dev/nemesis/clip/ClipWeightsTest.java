package dev.nemesis.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.InputException;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.testing.RandomClip;
import dev.nemesis.testing.ReadsShared;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for CLIP weights, and what is refused in one line. */
class ClipWeightsTest {

  @Test
  void theConfigurationIsReadOffTheShapes() {
    ClipConfig config = RandomClip.vit(1).config();
    assertThat(config.vision()).isEqualTo("vit");
    assertThat(config.resolution()).isEqualTo(16);
    assertThat(config.textWidth()).isEqualTo(RandomClip.WIDTH);
    assertThat(config.textLayers()).isEqualTo(3);
    assertThat(config.text().heads()).isEqualTo(2);
    assertThat(config.embedDim()).isEqualTo(RandomClip.EMBED);
    assertThat(config.contextLength()).isEqualTo(RandomClip.CONTEXT);
    assertThat(config.vocabSize()).isEqualTo(RandomClip.VOCAB);
  }

  @Test
  void theMiniModelComesWithTheProgram() {
    ClipWeights mini = ClipWeights.load(ClipWeights.MINI, new Configuration(false));
    assertThat(mini.config().resolution()).isEqualTo(64);
    assertThat(mini.config().isPlain()).isTrue();
    assertThat(mini.digest())
        .isEqualTo(ClipWeights.file(ClipWeights.MINI, new Configuration(false)).digest())
        .hasSize(64);
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

  @ReadsShared
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "visual.transformer.resblocks.0.ls_1.gamma",
        "transformer.resblocks.0.attn.q_proj.lora_A.weight",
        "visual.conv1.bias",
        "visual.positional_embedding_2",
        "ema.logit_scale"
      })
  void aTensorThatTheModelHasNoUseForIsNamed(String name) {
    Map<String, TensorData> tensors = new LinkedHashMap<>(RandomClip.tensors(1));
    tensors.put(name, TensorData.of(new float[2], 2));
    assertConfigRefused(tensors, "no use for 1 of its tensors: '" + name + "'");
  }

  @Test
  void ofManyTensorsWithoutUseThreeAreNamed() {
    Map<String, TensorData> tensors = new LinkedHashMap<>(RandomClip.tensors(1));
    for (int i = 0; i < 5; i++) {
      tensors.put("adapter." + i, TensorData.of(new float[2], 2));
    }
    assertConfigRefused(
        tensors, "5 of its tensors: 'adapter.0', 'adapter.1', 'adapter.2' and others");
  }

  @Test
  void buffersThatTrainingLeavesBehindAreLeftOut() {
    Map<String, TensorData> tensors = new LinkedHashMap<>(RandomClip.tensors(1));
    TensorData unlooked = TensorData.of(new float[] {Float.NEGATIVE_INFINITY});
    tensors.put("attn_mask", unlooked);
    tensors.put("logit_bias", unlooked);
    tensors.put("visual.bn1.num_batches_tracked", TensorData.of(new long[1]));
    ClipWeights weights = ClipWeights.of("trained", Safetensors.write(tensors, Map.of()));
    assertThat(weights.tensors()).containsOnlyKeys(RandomClip.tensors(1).keySet());
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aValueThatIsNoFiniteNumberIsNamedWithItsTensor(float value) {
    for (String name : List.of("text_projection", "visual.proj", "logit_scale")) {
      float[] values = RandomClip.tensors(1).get(name).toFloats();
      values[values.length - 1] = value;
      assertRefused(
          name,
          TensorData.of(values, RandomClip.tensors(1).get(name).shape()),
          "value " + (values.length - 1) + " of tensor '" + name + "' is " + value);
    }
  }

  @Test
  void aLogitScaleThatIsNoLogarithmIsRefused() {
    assertRefused("logit_scale", TensorData.of(new float[] {100}), "is 100.0");
    assertRefused("logit_scale", TensorData.of(new float[] {4.8f}), "is 4.8");
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
