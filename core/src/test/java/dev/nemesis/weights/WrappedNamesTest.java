package dev.nemesis.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.clip.ClipWeights;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.testing.RandomClip;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrappers that programs put around a CLIP's names are looked through. */
class WrappedNamesTest {
  private static final Map<String, TensorData> PLAIN = RandomClip.tensors(1);
  private static final TensorData ONE = TensorData.of(new float[] {1}, 1);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "module.",
        "_orig_mod.",
        "model.",
        "clip.",
        "net.",
        "module._orig_mod.model.clip.",
        "clip.model._orig_mod.module.",
        "state_dict.model.",
        "_fsdp_wrapped_module._checkpoint_wrapped_module."
      })
  void aNameBeforeAllNamesIsLookedThrough(String around) {
    assertPlain(renamed(name -> around + name));
  }

  @Test
  void wrappersOfSingleModulesAreLookedThrough() {
    assertPlain(
        renamed(
            name ->
                "model." + name.replaceFirst("^(visual|transformer)\\.", "$1._orig_mod.module.")));
  }

  @Test
  void aTextTowerOfItsOwnThatIsAPlainOneIsLookedThrough() {
    assertPlain(renamed(WrappedNamesTest::inTower));
    assertPlain(renamed(name -> "model.module." + inTower(name)));
  }

  @Test
  void aTextTowerWithMoreThanAPlainOneKeepsItsNames() {
    Map<String, TensorData> coca = renamed(WrappedNamesTest::inTower);
    coca.put("text.cls_emb", ONE);

    assertThat(read(coca).tensors()).containsKeys("text.cls_emb", "text.text_projection");
  }

  @Test
  void aPromptIsFoundBehindTheNameOfItsModule() {
    byte[] file =
        Safetensors.write(
            Map.of("prompt_learner.ctx", TensorData.of(new float[4], 2, 2)), Map.of());

    assertThat(PromptCheckpoint.read("p", file).ctx().shape()).containsExactly(2, 2);
  }

  @Test
  void namesThatAreNoClipsAreLeftAsTheyAre() {
    byte[] file = Safetensors.write(Map.of("bert.a", ONE, "bert.b", ONE), Map.of());

    assertThat(WeightsFile.read("f", file).tensors()).containsOnlyKeys("bert.a", "bert.b");
  }

  @Test
  void twoTensorsThatWouldGetOneNameAreRefused() {
    byte[] file = Safetensors.write(Map.of("visual.a", ONE, "visual.module.a", ONE), Map.of());

    assertThatThrownBy(() -> WeightsFile.read("f", file))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot read f: it holds two tensors 'visual.a'");
  }

  /** Keys of the dictionaries around the state dict, from the outside, and its names' prefix. */
  @ParameterizedTest
  @CsvSource({
    "model, ''",
    "model_state_dict, ''",
    "state_dict, module.",
    "net, clip.",
    "state_dict/model, ''",
    "model/state_dict, _orig_mod.",
    "anything, ''"
  })
  void aStateDictIsFoundInDictionariesOfATraining(String keys, String prefix) {
    Pickled pickle = Pickled.start().op('}');
    List<String> around = new ArrayList<>(List.of(keys.split("/")));
    for (String key : around) {
      pickle.text("epoch").op('K', 7, 's');
      pickle.text("optimizer").op('}').text("lr").op('K', 1, 's', 's');
      pickle.text(key).op('}');
    }
    for (String name : List.of("visual.proj", "token_embedding.weight")) {
      pickle.text(prefix + name).tensor("0", 1, 0, new long[] {1}, new long[] {1}).op('s');
    }
    around.forEach(key -> pickle.op('s'));
    byte[] file = Pickled.zip(Map.of("a/data.pkl", pickle.end(), "a/data/0", new byte[4]));

    WeightsFile read = WeightsFile.read("f", file);

    assertThat(read.tensors()).containsOnlyKeys("visual.proj", "token_embedding.weight");
    if (!keys.equals("anything")) {
      assertThat(read.epoch()).hasValue(7);
    }
  }

  @Test
  void tensorsOfTheTrainingBesideAStateDictAreNoWeights() {
    Pickled pickle = Pickled.start().op('}').text("model").op('}').text("visual.proj");
    pickle.tensor("0", 1, 0, new long[] {1}, new long[] {1}).op('s', 's').text("rng_state");
    pickle.tensor("0", 1, 0, new long[] {1}, new long[] {1}).op('s');
    byte[] file = Pickled.zip(Map.of("a/data.pkl", pickle.end(), "a/data/0", new byte[4]));

    assertThat(WeightsFile.read("f", file).tensors()).containsOnlyKeys("visual.proj");
  }

  private static String inTower(String name) {
    return name.startsWith("visual.") || name.equals("logit_scale") ? name : "text." + name;
  }

  private static void assertPlain(Map<String, TensorData> tensors) {
    WeightsFile file = read(tensors);
    assertThat(file.tensors().keySet()).isEqualTo(PLAIN.keySet());
    assertThat(ClipWeights.of(file).config()).isEqualTo(RandomClip.vit(1).config());
    assertThat(file.tensors().get("text_projection").bytes())
        .isEqualTo(PLAIN.get("text_projection").bytes());
  }

  private static Map<String, TensorData> renamed(UnaryOperator<String> rename) {
    Map<String, TensorData> renamed = new LinkedHashMap<>();
    PLAIN.forEach((name, tensor) -> renamed.put(rename.apply(name), tensor));
    return renamed;
  }

  private static WeightsFile read(Map<String, TensorData> tensors) {
    return WeightsFile.read("f", Safetensors.write(tensors, Map.of()));
  }
}
