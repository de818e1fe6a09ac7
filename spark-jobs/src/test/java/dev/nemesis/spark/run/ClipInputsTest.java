package dev.nemesis.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.clip.ClipWeights;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.GridFile;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of weights that are found before anything is trained. */
class ClipInputsTest {
  @TempDir Path folder;

  @Test
  void unusableWeightsOfOneBackboneAreKeptForItsCells() throws IOException {
    Path good = weights("good", Map.of());
    Path bad = weights("bad", Map.of("logit_scale", TensorData.of(new float[] {100})));

    GridInputs inputs = read("{good: " + good + ", bad: " + bad + "}", "[good, bad]");

    assertThat(inputs.unusable()).containsOnlyKeys("bad");
    assertThat(inputs.unusable().get("bad")).hasMessageContaining("logit_scale");
    assertThat(inputs.weights().get("good").configuration()).contains("as OpenAI published it");
    assertThat(inputs.weights().get("bad").digest()).hasSize(64);
  }

  @Test
  void unusableWeightsOfAllBackbonesAreRefused() throws IOException {
    Path bad = weights("bad", Map.of("text_projection", TensorData.of(new float[4], 2, 2)));
    Path worse = weights("worse", Map.of("visual.extra", TensorData.of(new float[4], 2, 2)));

    assertThatThrownBy(() -> read(bad.toString(), "[bad]"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("text_projection");
    assertThatThrownBy(() -> read("{bad: " + bad + ", worse: " + worse + "}", "[worse, bad]"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("visual.extra");
  }

  @Test
  void weightsThatAreNotThereAreRefusedWhateverTheOthersAre() throws IOException {
    Path good = weights("good", Map.of());

    assertThatThrownBy(() -> read("{good: " + good + ", b: /no/such.st}", "[good, b]"))
        .isInstanceOf(InputException.class)
        .hasMessage("Cannot find the weights /no/such.st");
  }

  @Test
  void whatIsSaidOfWeightsMakesOtherCellsOfThem() throws IOException {
    Path file = weights("mini", Map.of());
    GridInputs plain = read("{file: %s, config: {quick_gelu: true}}".formatted(file), "[a]");
    GridInputs exact = read("{file: %s, config: {quick_gelu: false}}".formatted(file), "[a]");

    assertThat(exact.weights().get("mini").digest())
        .isNotEqualTo(plain.weights().get("mini").digest());
    assertThat(plain.weights().get("mini").digest())
        .isEqualTo(ClipWeights.file(file.toString(), new Configuration(false)).digest());
    assertThat(exact.weights().get("mini").configuration()).contains("GELU").contains("config");
  }

  private GridInputs read(String weights, String backbones) {
    String yaml =
        "{name: g, weights: %s, vocab: mini, axes: {backbone: %s}, settings: {dataset: mini-flags}}"
            .formatted(weights, backbones);
    return new ClipInputs(GridFile.parse("g", yaml, List.of()), false).read();
  }

  private Path weights(String name, Map<String, TensorData> otherwise) throws IOException {
    Map<String, TensorData> tensors =
        new LinkedHashMap<>(ClipWeights.load(ClipWeights.MINI, new Configuration(false)).tensors());
    tensors.putAll(otherwise);
    return Files.write(folder.resolve(name + ".safetensors"), Safetensors.write(tensors, Map.of()));
  }
}
