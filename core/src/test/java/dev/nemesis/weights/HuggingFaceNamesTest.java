package dev.nemesis.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.ClipWeights;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.testing.RandomClip;
import dev.nemesis.testing.ReadsShared;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** CLIP in the names of Hugging Face, made here of a model in OpenAI's. */
class HuggingFaceNamesTest {

  @Test
  void everyTensorComesBackByOpenAisNameWithItsValues() {
    Map<String, TensorData> original = RandomClip.tensors(7);
    Map<String, TensorData> theirs = huggingFace(original);
    assertThat(theirs)
        .containsKeys(
            "text_model.encoder.layers.2.self_attn.k_proj.weight",
            "vision_model.pre_layrnorm.weight",
            "visual_projection.weight")
        .doesNotContainKey("text_projection");

    WeightsFile file = WeightsFile.read("hf", Safetensors.write(theirs, Map.of()));

    assertThat(file.tensors().keySet()).containsExactlyInAnyOrderElementsOf(original.keySet());
    original.forEach(
        (name, tensor) -> {
          assertThat(file.tensors().get(name).shape()).as(name).isEqualTo(tensor.shape());
          assertThat(file.tensors().get(name).bytes()).as(name).isEqualTo(tensor.bytes());
        });
  }

  @ReadsShared
  @Test
  void theModelComputesTheSameFeaturesAsTheRecording() throws IOException {
    Map<String, TensorData> original = tensors("traces/tiny-vit.safetensors");
    Map<String, TensorData> vision = tensors("traces/vision.safetensors");
    byte[] file = Safetensors.write(huggingFace(original), Map.of());

    ClipWeights weights = ClipWeights.of("hf", file);

    assertThat(weights.config())
        .isEqualTo(ClipWeights.of("openai", Safetensors.write(original, Map.of())).config());
    try (ClipModel model = ClipModel.load(weights, Device.cpu());
        NDManager step = model.newManager()) {
      NDArray features = model.image().encode(OwnedArrays.floats(step, vision.get("images")));
      float[] expected = vision.get("vit.features").toFloats();
      float[] actual = features.toFloatArray();
      assertThat(actual).hasSameSizeAs(expected);
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i]).isCloseTo(expected[i], org.assertj.core.data.Offset.offset(1e-5f));
      }
    }
  }

  @Test
  void aLayerWithoutItsKeysIsRefusedByName() {
    Map<String, TensorData> theirs = huggingFace(RandomClip.tensors(7));
    theirs.remove("text_model.encoder.layers.1.self_attn.k_proj.bias");

    assertThatThrownBy(() -> WeightsFile.read("hf", Safetensors.write(theirs, Map.of())))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no tensor 'text_model.encoder.layers.1.self_attn.k_proj.bias'");
  }

  private static Map<String, TensorData> tensors(String relative) throws IOException {
    return Safetensors.read(relative, Files.readAllBytes(Shared.path(relative))).tensors();
  }

  static Map<String, TensorData> huggingFace(Map<String, TensorData> openAi) {
    Map<String, TensorData> theirs = new LinkedHashMap<>();
    theirs.put("text_model.embeddings.position_ids", TensorData.of(new long[] {0, 1}, 1, 2));
    theirs.put("vision_model.embeddings.position_ids", TensorData.of(new long[] {0, 1}, 1, 2));
    openAi.forEach(
        (name, tensor) -> {
          if (name.contains(".in_proj_")) {
            String[] parts = {"q_proj", "k_proj", "v_proj"};
            for (int i = 0; i < 3; i++) {
              String their = layer(name).replace("attn.in_proj_", "self_attn." + parts[i] + ".");
              theirs.put(their, third(tensor, i));
            }
          } else if (name.equals("text_projection")) {
            theirs.put("text_projection.weight", transposed(tensor));
          } else if (name.equals("visual.proj")) {
            theirs.put("visual_projection.weight", transposed(tensor));
          } else {
            theirs.put(renamed(name), tensor);
          }
        });
    return theirs;
  }

  private static String layer(String name) {
    return name.replace("visual.transformer.resblocks.", "vision_model.encoder.layers.")
        .replace("transformer.resblocks.", "text_model.encoder.layers.");
  }

  private static String renamed(String name) {
    return switch (name) {
      case "token_embedding.weight" -> "text_model.embeddings.token_embedding.weight";
      case "positional_embedding" -> "text_model.embeddings.position_embedding.weight";
      case "visual.positional_embedding" -> "vision_model.embeddings.position_embedding.weight";
      case "visual.class_embedding" -> "vision_model.embeddings.class_embedding";
      case "visual.conv1.weight" -> "vision_model.embeddings.patch_embedding.weight";
      default ->
          layer(name)
              .replace("attn.out_proj", "self_attn.out_proj")
              .replace(".ln_1.", ".layer_norm1.")
              .replace(".ln_2.", ".layer_norm2.")
              .replace(".c_fc.", ".fc1.")
              .replace(".c_proj.", ".fc2.")
              .replace("visual.ln_pre", "vision_model.pre_layrnorm")
              .replace("visual.ln_post", "vision_model.post_layernorm")
              .replace("ln_final", "text_model.final_layer_norm");
    };
  }

  private static TensorData third(TensorData tensor, int index) {
    long[] shape = tensor.shape().clone();
    shape[0] /= 3;
    int size = tensor.bytes().length / 3;
    return new TensorData(
        tensor.dtype(),
        shape,
        Arrays.copyOfRange(tensor.bytes(), index * size, (index + 1) * size));
  }

  private static TensorData transposed(TensorData tensor) {
    int rows = (int) tensor.shape()[0];
    int columns = (int) tensor.shape()[1];
    int width = tensor.bytes().length / tensor.size();
    ByteBuffer values = ByteBuffer.allocate(tensor.bytes().length);
    for (int c = 0; c < columns; c++) {
      for (int r = 0; r < rows; r++) {
        values.put(tensor.bytes(), (r * columns + c) * width, width);
      }
    }
    return new TensorData(tensor.dtype(), new long[] {columns, rows}, values.array());
  }
}
