package dev.nemesis.verify;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.testing.ReadsShared;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded trainings and corruptions, spoilt; {@link SharedRecordingsTest} has them whole. */
@ReadsShared
class TraceFormatTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ctx.init",
        "tokens",
        "train_labels",
        "test_features",
        "logits.5",
        "ctx.11",
        "ctx_grad.1",
        "text_features.init",
        "test_logits"
      })
  void aMissingTensorIsNamed(String tensor) throws IOException {
    Path copy = tampered("coop-end", json -> {}, tensors -> tensors.remove(tensor));

    Verdict verdict = verdict(copy);

    assertThat(verdict.status()).isEqualTo(Verdict.Status.FAIL);
    assertThat(verdict.message()).contains("no tensor '" + tensor + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"meta_net.init.linear1.bias", "meta_net.final.linear2.weight", "ctx_grad.0"})
  void aMissingTensorOfCoCoOpIsNamed(String tensor) throws IOException {
    Path copy = tampered("cocoop", json -> {}, tensors -> tensors.remove(tensor));

    assertThat(verdict(copy).message()).contains("no tensor '" + tensor + "'");
  }

  @Test
  void aMissingReplacementOfACorruptionIsNamed() throws IOException {
    Path copy =
        tampered("tiny-corruption-rn", json -> {}, tensors -> tensors.remove("replace.0.01.7"));

    assertThat(verdict(copy).message()).contains("no tensor 'replace.0.01.7'");
  }

  @Test
  void aVectorOffByMoreThanItsToleranceFailsAndIsNamed() throws IOException {
    Path copy =
        tampered(
            "pan-n1",
            json -> {},
            tensors -> {
              float[] values = tensors.get("ctx.17").toFloats();
              for (int i = 0; i < values.length; i++) {
                values[i] *= 1.0003f;
              }
              tensors.put("ctx.17", TensorData.of(values, 16, 128));
            });

    Verdict verdict = verdict(copy);

    assertThat(verdict.status()).isEqualTo(Verdict.Status.FAIL);
    assertThat(verdict.worst().orElseThrow().named()).isEqualTo("ctx, step 17");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce_loss", "norm_loss", "lr", "omega_schedule", "train_accuracy"})
  void aNumberOfAStepThatIsOffFails(String field) throws IOException {
    Path copy =
        tampered(
            "mix-beta-0.3",
            json -> {
              ObjectNode step = (ObjectNode) json.at("/steps/4");
              step.put(field, step.get(field).asDouble() * 1.001);
            },
            tensors -> {});

    Verdict verdict = verdict(copy);

    assertThat(verdict.status()).isEqualTo(Verdict.Status.FAIL);
    assertThat(verdict.worst().orElseThrow().named()).isEqualTo(field + ", step 4");
  }

  @Test
  void anAlphaAtAnotherPositionFails() throws IOException {
    Path copy =
        tampered(
            "pan-n4",
            json -> {
              double first = json.at("/steps/6/alpha/0").asDouble();
              ((com.fasterxml.jackson.databind.node.ArrayNode) json.at("/steps/6/alpha"))
                  .set(0, first == 0 ? 10 : 0);
            },
            tensors -> {});

    Verdict verdict = verdict(copy);

    assertThat(verdict.worst().orElseThrow().named()).isEqualTo("alpha, step 6");
  }

  @Test
  void aWeightOfPanThatDiffersFromOmegaIsHonoured() throws IOException {
    // The trace says pan_omega 10 where it was recorded with omega 10: as omega is now another
    // one, it only passes if PAN's own weight counts.
    Path copy =
        tampered(
            "pan-n1",
            json -> {
              ((ObjectNode) json.get("loss")).put("pan_omega", 10.0).put("omega", 1.0);
            },
            tensors -> {});

    assertThat(verdict(copy).status()).isEqualTo(Verdict.Status.PASS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"classnames", "batch_size", "loss", "steps", "weights", "method"})
  void aMissingPartOfTheTraceIsNamed(String part) throws IOException {
    Path copy = tampered("pun-l2", json -> json.remove(part), tensors -> {});

    Verdict verdict = verdict(copy);

    assertThat(verdict.status()).isEqualTo(Verdict.Status.FAIL);
    assertThat(verdict.message()).contains(part).startsWith("Cannot use ");
  }

  @Test
  void tokensOfClassNamesAreComparedWhereThereIsAVocabulary() throws IOException {
    Path copy =
        tampered(
            "coop-front",
            json ->
                ((com.fasterxml.jackson.databind.node.ArrayNode) json.get("classnames"))
                    .set(0, "siamese"),
            tensors -> {});

    Verdict verdict = verdict(copy);

    assertThat(verdict.worst().orElseThrow().what()).isEqualTo("tokens");
    assertThat(verdict.status()).isEqualTo(Verdict.Status.FAIL);
  }

  private static Verdict verdict(Path folder) {
    Path vocabulary = Shared.path("real/vocab/bpe_simple_vocab_16e6.txt.gz");
    try (Replay replay = new Replay(Optional.of(vocabulary), Device.cpu())) {
      Recording recording = Verification.of(List.of(folder)).recordings().get(0);
      return Verification.verdict(recording, replay);
    }
  }

  /** A trace changed, its weights beside it as they should be. */
  private Path tampered(
      String name, Consumer<ObjectNode> json, Consumer<Map<String, TensorData>> tensors)
      throws IOException {
    Path original = Shared.path("traces/" + name);
    Path copy = Files.createDirectory(folder.resolve(name));
    ObjectNode trace = (ObjectNode) JSON.readTree(original.resolve("trace.json").toFile());
    String weights = trace.get("weights").asText();
    Files.createSymbolicLink(
        folder.resolve(weights), original.resolveSibling(weights).toAbsolutePath());
    json.accept(trace);
    JSON.writeValue(copy.resolve("trace.json").toFile(), trace);
    Map<String, TensorData> values =
        new LinkedHashMap<>(
            Safetensors.read(name, Files.readAllBytes(original.resolve("tensors.safetensors")))
                .tensors());
    tensors.accept(values);
    Files.write(copy.resolve("tensors.safetensors"), Safetensors.write(values, Map.of()));
    return copy;
  }
}
