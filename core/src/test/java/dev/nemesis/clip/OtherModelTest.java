package dev.nemesis.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.InputException;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.testing.RandomClip;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that are no CLIP of OpenAI's architecture are named, by the tensors found. */
class OtherModelTest {
  /** Names as the libraries give them, and what is said. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vision_model.head.probe vision_model.embeddings.patch_embedding.weight"
            + " text_model.embeddings.token_embedding.weight logit_bias | SigLIP",
        "visual.trunk.attn_pool.latent visual.trunk.blocks.0.norm1.weight"
            + " text.token_embedding.weight text.text_projection.bias | SigLIP",
        "visual.blocks.0.attn.q_bias visual.cls_token text.token_embedding.weight | EVA-CLIP",
        "visual.trunk.blocks.0.mlp.w12.weight visual.trunk.norm.weight | EVA-CLIP",
        "visual.trunk.stem.0.weight visual.head.proj.weight token_embedding.weight | timm",
        "text_decoder.resblocks.0.ln_1.weight visual.conv1.weight text.cls_emb | CoCa",
        "text.transformer.embeddings.word_embeddings.weight visual.conv1.weight | XLM-RoBERTa",
        "text.transformer.encoder.layer.0.output.dense.weight visual.proj | XLM-RoBERTa",
        "bert.embeddings.position_ids visual.conv1.weight visual.proj | BERT as its text tower",
        "base_model.model.text_model.encoder.layers.0.self_attn.q_proj.lora_A.weight | LoRA",
        "lora_te_text_model_encoder_layers_0_mlp_fc1.lora_down.weight | LoRA",
        "vision_model.encoder.layers.0.self_attn.v_proj.lora_B.default.weight | LoRA",
        "adapter.fc.0.weight adapter.fc.2.weight | an adapter",
        "image_encoder.model.patch_embed.0.weight text_encoder.embedding_layer.weight | of its own",
        "model.layers.0.self_attn.o_proj.weight lm_head.weight | a language model",
        "model.diffusion_model.input_blocks.0.0.weight | a diffusion model",
        "cls_token pos_embed blocks.0.attn.qkv.weight | a vision transformer alone",
        "conv1.weight bn1.weight layer1.0.conv1.weight fc.weight | a ResNet alone",
        "bert.encoder.layer.0.attention.self.query.weight | BERT",
        "clip.text_model.encoder.layers.0.self_attn.q_proj.bias decoder.film_mul.weight | among other",
        "text.token_embedding.weight text.mystery visual.conv1.weight | not open_clip's plain one",
        "student.visual.conv1.weight teacher.visual.conv1.weight | among other things",
        "vision_model.embeddings.class_embedding visual_projection.weight | no text side",
        "text_model.final_layer_norm.weight text_model.final_layer_norm.bias | no image side",
        "a b c d e | are called 'a', 'b', 'c', 'd', ..."
      })
  void anotherModelIsNamed(String names, String what) {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    for (String name : names.split(" ", -1)) {
      tensors.put(name, TensorData.of(new float[1], 1, 1));
    }

    assertRefused(tensors, what);
  }

  @Test
  void oneSideAloneIsSaidToBeOne() {
    assertRefused(only(name -> name.startsWith("visual.")), "image side and no text side");
    assertRefused(only(name -> !name.startsWith("visual.")), "text side and no image side");
  }

  @Test
  void aPartOfBothSidesIsSaidToBeAShard() {
    int[] count = {0};
    assertRefused(only(name -> count[0]++ % 2 == 0 || name.equals("visual.conv1.weight")), "shard");
  }

  @Test
  void aClipThatLacksOneTensorIsRefusedByItsName() {
    assertRefused(only(name -> !name.equals("ln_final.weight")), "no tensor 'ln_final.weight'");
  }

  @Test
  void aClipIsNoOther() {
    Map<String, TensorData> tensors = new LinkedHashMap<>(RandomClip.tensors(1));
    assertThat(ClipWeights.of("f", Safetensors.write(tensors, Map.of())).config().vision())
        .isEqualTo("vit");
  }

  private static Map<String, TensorData> only(Predicate<String> names) {
    Map<String, TensorData> some = new LinkedHashMap<>(RandomClip.tensors(1));
    some.keySet().removeIf(names.negate());
    return some;
  }

  private static void assertRefused(Map<String, TensorData> tensors, String what) {
    assertThatThrownBy(() -> ClipWeights.of("f", Safetensors.write(tensors, Map.of())))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot use f as CLIP weights: ")
        .hasMessageContaining(what);
  }
}
