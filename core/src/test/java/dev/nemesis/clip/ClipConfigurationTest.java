package dev.nemesis.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.declared.Activation;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.testing.RandomClip;
import dev.nemesis.testing.ReadsShared;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Configuration files beside weights: facts that are taken of them, and keys that are refused. */
class ClipConfigurationTest {
  private static final String OPEN_CLIP = "open_clip_config.json";
  private static final String HUGGING_FACE = "config.json";

  @TempDir private Path folder;

  @Test
  void withoutAConfigurationTheModelIsAsOpenAiPublishedIt() throws IOException {
    ClipWeights weights = load();
    assertThat(weights.config().image()).isEqualTo(new Tower(Activation.QUICK_GELU, 1, 1e-5));
    assertThat(weights.config().text()).isEqualTo(new Tower(Activation.QUICK_GELU, 2, 1e-5));
    assertThat(weights.digest())
        .isEqualTo(ClipWeights.file(file().toString(), new Configuration(false)).digest());
    assertThat(weights.configuration()).contains("QuickGELU, 2 heads").contains("as OpenAI");
  }

  @Test
  void openClipsModelsHaveExactGeluUnlessTheySayOtherwise() throws IOException {
    write(OPEN_CLIP, "{\"model_cfg\": {\"vision_cfg\": {}, \"text_cfg\": {}}}");
    ClipWeights exact = load();
    assertThat(exact.config().image().activation()).isEqualTo(Activation.GELU);
    assertThat(exact.config().text()).isEqualTo(new Tower(Activation.GELU, 2, 1e-5));
    write(OPEN_CLIP, "{\"model_cfg\": {\"quick_gelu\": true}}");
    ClipWeights quick = load();
    assertThat(quick.config().isPlain()).isTrue();
    assertThat(exact.digest()).isNotEqualTo(quick.digest()).hasSize(64);
  }

  @Test
  void huggingFacesTowersHaveActivationHeadsAndEpsilonEachOfItsOwn() throws IOException {
    write(
        HUGGING_FACE,
        "{\"model_type\": \"clip\", \"projection_dim\": 32,"
            + " \"vision_config\": {\"hidden_act\": \"gelu\", \"num_attention_heads\": 4,"
            + " \"layer_norm_eps\": 1e-6},"
            + " \"text_config\": {\"hidden_size\": 128, \"eos_token_id\": 2}}");
    assertThat(load().config().image()).isEqualTo(new Tower(Activation.GELU, 4, 1e-6));
    assertThat(load().config().text())
        .as("of a tower that gives its width, Hugging Face's default of 8 heads")
        .isEqualTo(new Tower(Activation.QUICK_GELU, 8, 1e-5));
  }

  @Test
  void bothFilesOfAModelMaySayTheSame() throws IOException {
    write(OPEN_CLIP, "{\"model_cfg\": {\"vision_cfg\": {}, \"text_cfg\": {}}}");
    write(
        HUGGING_FACE,
        "{\"vision_config\": {\"hidden_act\": \"gelu\"}, \"text_config\": {\"hidden_act\": \"gelu\"}}");
    assertThat(load().origin()).contains(OPEN_CLIP).contains(HUGGING_FACE);
  }

  @Test
  void twoFilesThatSayOtherwiseAreRefusedTogether() throws IOException {
    write(OPEN_CLIP, "{\"model_cfg\": {\"vision_cfg\": {}, \"text_cfg\": {}}}");
    write(HUGGING_FACE, "{\"vision_config\": {\"hidden_act\": \"quick_gelu\"}}");
    assertRefused(OPEN_CLIP, HUGGING_FACE, "quick_gelu", "vision_config.hidden_act: QuickGELU");
  }

  @Test
  void aConfigurationThatIsGivenHasToAgreeWithTheOneBeside() throws IOException {
    write(OPEN_CLIP, "{\"model_cfg\": {\"vision_cfg\": {}, \"text_cfg\": {}}}");
    assertThat(load("{\"quick_gelu\": false}").config().isPlain()).isFalse();
    assertThatThrownBy(() -> load("{\"quick_gelu\": true}"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the grid's config")
        .hasMessageContaining(OPEN_CLIP);
  }

  @Test
  void meanAndDeviationAreReadAndPartOfTheIdentity() throws IOException {
    String plain = load().digest();
    write(
        OPEN_CLIP,
        "{\"model_cfg\": {\"quick_gelu\": true}, \"preprocess_cfg\": {\"mean\": [0.5, 0.5, 0.5],"
            + " \"std\": [0.5, 0.25, 0.5]}}");
    assertThat(load().config().pixels())
        .isEqualTo(new PixelNorm(List.of(0.5f, 0.5f, 0.5f), List.of(0.5f, 0.25f, 0.5f)));
    assertThat(load().digest()).isNotEqualTo(plain);
    assertThat(load().configuration()).contains("mean 0.5 0.5 0.5, std 0.5 0.25 0.5");
  }

  @Test
  void theConfigurationOfACacheOfDownloadsLiesBesideTheWeightsInIt() throws IOException {
    Path cache = folder.resolve("models--me--clip");
    Path snapshot = Files.createDirectories(cache.resolve("snapshots/3d74acf9"));
    Files.copy(file(), snapshot.resolve("model.safetensors"));
    Files.writeString(
        snapshot.resolve(HUGGING_FACE),
        "{\"model_type\": \"clip\", \"text_config\": {\"hidden_act\": \"gelu\"}}");

    assertThat(ClipWeights.load(cache.toString(), new Configuration(false)).configuration())
        .contains("snapshots/3d74acf9/" + HUGGING_FACE);
  }

  @Test
  void huggingFacesMeanIsInAFileOfItsOwn() throws IOException {
    write(HUGGING_FACE, "{\"model_type\": \"clip\"}");
    write(
        "preprocessor_config.json",
        "{\"crop_size\": {\"height\": 16, \"width\": 16}, \"size\": {\"shortest_edge\": 16},"
            + " \"do_normalize\": true, \"do_center_crop\": true, \"resample\": 3,"
            + " \"rescale_factor\": 0.00392156862745098, \"image_mean\": [0.4, 0.5, 0.6],"
            + " \"image_std\": [1, 1, 1], \"image_processor_type\": \"CLIPImageProcessor\"}");
    assertThat(load().config().pixels().mean()).containsExactly(0.4f, 0.5f, 0.6f);
  }

  @ParameterizedTest
  @CsvSource({"16, 16", "17, 17", "23, 23"})
  void anImageMayHaveARestLessThanAPatch(int said, int resolution) throws IOException {
    write(HUGGING_FACE, "{\"vision_config\": {\"image_size\": %d}}".formatted(said));
    assertThat(load().config().resolution()).isEqualTo(resolution);
    assertThat(load().config().regions()).isEqualTo(5);
    assertThat(load().config().isPlain()).isEqualTo(resolution == 16);
  }

  @Test
  void theRestOfAnImageIsNotLookedAt() throws IOException {
    write(HUGGING_FACE, "{\"vision_config\": {\"image_size\": 23}}");
    try (ClipModel model = ClipModel.load(load(), Device.cpu());
        NDManager manager = model.newManager()) {
      float[] rest = new float[3 * 23 * 23];
      rest[3 * 23 * 23 - 1] = 5; // the last pixel of the last row
      NDArray images = OwnedArrays.floats(manager, rest, 1, 3, 23, 23);
      assertThat(model.image().encode(images).toFloatArray())
          .containsExactly(model.image().encode(images.zerosLike()).toFloatArray());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vision_config.image_size: 24 | {'vision_config': {'image_size': 24}}",
        "visual.positional_embedding  | {'vision_config': {'image_size': 24}}",
        "text_config.hidden_size: 256 | {'text_config': {'hidden_size': 256}}",
        "token_embedding.weight       | {'text_config': {'vocab_size': 49408}}",
        "transformer.resblocks.0      | {'text_config': {'num_hidden_layers': 12}}",
        "num_attention_heads: 3       | {'text_config': {'num_attention_heads': 3}}",
        "text_projection              | {'projection_dim': 512, 'model_type': 'clip'}",
        "visual.conv1.weight          | {'vision_config': {'patch_size': 14}}",
        "mlp.c_fc.weight              | {'text_config': {'intermediate_size': 100}}",
        "eos_token_id                 | {'text_config': {'eos_token_id': 7}}"
      })
  void whatContradictsTheShapesIsNamedWithTheKeyAndTheTensor(String named, String config)
      throws IOException {
    write(HUGGING_FACE, config.replace('\'', '"'));
    assertRefused("tensor '", named);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vision_cfg.pool_type: 'avg'",
        "vision_cfg.no_ln_pre: true",
        "vision_cfg.final_ln_after_pool: true",
        "vision_cfg.attentional_pool: true",
        "vision_cfg.ls_init_value: 1e-4",
        "vision_cfg.timm_model_name: 'vit_base'",
        "vision_cfg.pos_embed_type: 'sin_cos_2d'",
        "vision_cfg.qk_norm: true",
        "vision_cfg.scale_heads: true",
        "vision_cfg.image_size: [224, 336]",
        "vision_cfg.act_kwargs.approximate: 'tanh'",
        "vision_cfg.norm_kwargs.elementwise_affine: false",
        "text_cfg.no_causal_mask: true",
        "text_cfg.pool_type: 'last'",
        "text_cfg.embed_cls: true",
        "text_cfg.proj_type: 'none'",
        "text_cfg.proj_bias: true",
        "text_cfg.hf_model_name: 'xlm-roberta-base'",
        "text_cfg.hf_tokenizer_name: 'bert-base-uncased'",
        "text_cfg.a_key_of_next_year: 1",
        "multimodal_cfg: {'width': 1}",
        "a_key_of_next_year: 1"
      })
  void aKeyOfOpenClipsThatMakesAnotherModelIsNamed(String setting) throws IOException {
    write(OPEN_CLIP, "{\"model_cfg\": " + nested(setting) + "}");
    assertRefused(OPEN_CLIP, setting.substring(0, setting.indexOf(':')));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "preprocess_cfg.resize_mode: 'squash'",
        "preprocess_cfg.interpolation: 'bilinear'",
        "preprocess_cfg.std: [0, 0.5, 0.5]",
        "preprocess_cfg.mode: 'L'"
      })
  void aWayOfShowingImagesThatIsNotHadHereIsNamed(String setting) throws IOException {
    write(OPEN_CLIP, nested(setting));
    assertRefused(OPEN_CLIP, setting.substring(0, setting.indexOf(':')));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model_type: 'metaclip_2'",
        "model_type: 'siglip'",
        "vision_config.hidden_act: 'gelu_pytorch_tanh'",
        "vision_config.hidden_act: 'relu'",
        "vision_config.image_size: [16, 24]",
        "text_config.hidden_act: 'gelu_new'",
        "text_config.model_type: 'xlm_roberta'",
        "text_config.a_key_of_next_year: true"
      })
  void aKeyOfHuggingFacesThatMakesAnotherModelIsNamed(String setting) throws IOException {
    write(HUGGING_FACE, nested(setting));
    assertRefused(HUGGING_FACE, setting.substring(0, setting.indexOf(':')));
  }

  @ReadsShared
  @Test
  void ofAResNetTheTextSideAloneHasTheActivationAndThePoolTheHeads() throws IOException {
    String model =
        "{\"vision_cfg\": {\"layers\": [1, 2, 1, 1], \"width\": 8, \"patch_size\": null, \"head_width\": %d},"
            + " \"text_cfg\": {\"width\": 128, \"heads\": 2}}";
    String resnet = Shared.path("traces/tiny-rn.safetensors").toString();
    ClipConfig config =
        ClipWeights.load(resnet, model.formatted(32), new Configuration(false)).config();
    assertThat(config.image()).isEqualTo(new Tower(Activation.RELU, 8, 1e-5));
    assertThat(config.text().activation()).isEqualTo(Activation.GELU);
    assertThatThrownBy(
            () ->
                ClipWeights.load(
                    resnet,
                    model.formatted(64).replace("[1, 2, 1, 1]", "[3, 4, 6, 3]"),
                    new Configuration(false)))
        .hasMessageContaining("vision_cfg.layers: [3, 4, 6, 3]")
        .hasMessageContaining("visual.layer1.0.conv1.weight");
    assertThatThrownBy(
            () ->
                ClipWeights.load(
                    resnet, "{\"vision_cfg\": {\"layers\": 12}}", new Configuration(false)))
        .hasMessageContaining("vision_cfg.layers: 12")
        .hasMessageContaining("is a ResNet's");
  }

  @Test
  void aConfigurationOfSomethingElseIsNoneOfTheModels() throws IOException {
    write(HUGGING_FACE, "{\"learning_rate\": 0.1}");
    assertThat(load().config().isPlain()).isTrue();
  }

  @Test
  void aFileThatIsGivenHasToBeAConfiguration() throws IOException {
    Path other = Files.writeString(folder.resolve("other.json"), "{\"learning_rate\": 0.1}");
    assertThatThrownBy(() -> load(other.toString()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("other.json as a configuration of CLIP");
    assertThatThrownBy(() -> load("no/such.json"))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot find the configuration no/such.json");
  }

  @ParameterizedTest
  @CsvSource({"1280, 32, 16", "1408, 40, 16", "1664, 48, 16", "1024, 24, 16", "896, 12, 14"})
  void headsOfPublishedSizesAreKnown(int width, int layers, int heads) {
    assertThat(KnownTowers.imageHeads(width, layers)).hasValue(heads);
  }

  @Test
  void aSizeThatNobodyPublishedIsRefusedUnlessHeadsAreSaid() {
    assertThat(KnownTowers.imageHeads(320, 12)).isEmpty();
    assertThat(KnownTowers.imageHeads(1280, 24)).isEmpty();
    assertThat(KnownTowers.textHeads(320)).isEmpty();
    assertThat(KnownTowers.textHeads(1280)).hasValue(20);
  }

  /** {@code a.b: 1} as {@code {"a": {"b": 1}}}. */
  private static String nested(String setting) {
    int colon = setting.indexOf(':');
    String[] keys = setting.substring(0, colon).split("\\.", -1);
    String json = setting.substring(colon + 1).replace('\'', '"');
    for (int i = keys.length - 1; i >= 0; i--) {
      json = "{\"" + keys[i] + "\": " + json + "}";
    }
    return json;
  }

  private Path file() throws IOException {
    Path file = folder.resolve("w.safetensors");
    if (!Files.exists(file)) {
      Map<String, TensorData> tensors = new LinkedHashMap<>(RandomClip.tensors(1));
      Files.write(file, Safetensors.write(tensors, Map.of()));
    }
    return file;
  }

  private ClipWeights load() throws IOException {
    return load(null);
  }

  private ClipWeights load(String config) throws IOException {
    return ClipWeights.load(file().toString(), config, new Configuration(false));
  }

  private void write(String name, String json) throws IOException {
    Files.writeString(folder.resolve(name), json);
  }

  private void assertRefused(String... named) {
    assertThatThrownBy(this::load)
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot use ")
        .message()
        .contains(named)
        .doesNotContain("\n");
  }
}
