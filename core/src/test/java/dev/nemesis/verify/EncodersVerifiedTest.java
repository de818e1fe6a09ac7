package dev.nemesis.verify;

import static dev.nemesis.verify.Tampered.copy;
import static dev.nemesis.verify.Tampered.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.tensor.TensorData;
import dev.nemesis.testing.ReadsShared;
import dev.nemesis.testing.Shared;
import dev.nemesis.verify.Verdict.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings of vision and text under names of their own, and spoilt. */
@ReadsShared
class EncodersVerifiedTest {
  @TempDir Path folder;
  private Path vision;
  private Path text;

  @BeforeEach
  void recordingsUnderOtherNames() throws IOException {
    copy(Shared.path("traces/tiny-rn.safetensors"), folder.resolve("réseau 1.safetensors"));
    copy(Shared.path("traces/tiny-vit.safetensors"), folder.resolve("weights:b.bin"));
    vision = copy(Shared.path("traces/vision.safetensors"), folder.resolve("seen.safetensors"));
    text = copy(Shared.path("traces/text.safetensors"), folder.resolve("read.safetensors"));
    for (Path recording : List.of(vision, text)) {
      Map<String, String> models =
          Map.of("a/b", "réseau 1.safetensors", "vit", "weights:b.bin", "format", "pt");
      Tampered.tensors(recording, tensors -> rename(tensors, "rn.", "a/b."));
      Tampered.metadata(recording, models);
    }
  }

  @Test
  void theyAreKnownByTheirTensorsAndCompared() {
    Verdict seen = verdict(vision);
    assertThat(seen.status()).as(seen.toString()).isEqualTo(Status.PASS);
    assertThat(seen.measures())
        .extracting(Measure::what)
        .containsExactly("a/b.features", "a/b.local_features", "vit.features");
    Verdict read = verdict(text);
    assertThat(read.status()).as(read.toString()).isEqualTo(Status.PASS);
    assertThat(read.measures())
        .extracting(Measure::what)
        .containsExactly("a/b.text_features", "vit.text_features");
  }

  @Test
  void theWeightsBehindThemAreKnownForWhatTheyAre() {
    assertThat(Verification.of(List.of(folder)).unrecognised()).isEmpty();
  }

  @Test
  void oneValueThatIsOffFailsByHowMuchItIs() throws IOException {
    Tampered.tensors(
        vision, tensors -> tensors.computeIfPresent("vit.features", (n, t) -> off(t, 0.01)));
    Tampered.tensors(
        text, tensors -> tensors.computeIfPresent("a/b.text_features", (n, t) -> off(t, 2e-4)));

    assertFailsOf(verdict(vision), "vit.features", 0.01);
    assertFailsOf(verdict(text), "a/b.text_features", 2e-4);
  }

  @Test
  void aTensorThatIsMissingIsNamed() throws IOException {
    for (String name : List.of("images", "vit.features", "a/b.features", "a/b.local_features")) {
      Path spoilt = copy(vision, folder.resolve("spoilt.safetensors"));
      Tampered.tensors(spoilt, tensors -> tensors.remove(name));

      assertFailsNaming(verdict(spoilt), "spoilt.safetensors", "no tensor '" + name + "'");
    }
    for (String name : List.of("tokens", "vit.text_features")) {
      Path spoilt = copy(text, folder.resolve("spoilt.safetensors"));
      Tampered.tensors(spoilt, tensors -> tensors.remove(name));

      assertFailsNaming(verdict(spoilt), "spoilt.safetensors", "no tensor '" + name + "'");
    }
  }

  @Test
  void aTensorOfAnotherShapeIsNamed() throws IOException {
    Tampered.tensors(
        vision, tensors -> tensors.put("images", TensorData.of(new float[48], 1, 3, 4, 4)));

    assertFailsNaming(verdict(vision), "'images'", "[1, 3, 4, 4]", "[any, 3, 64, 64]");

    Tampered.tensors(text, tensors -> tensors.put("tokens", TensorData.of(new long[0], 0, 77)));
    assertFailsNaming(verdict(text), "'tokens'", "[0, 77]", "[any, any]");
  }

  @Test
  void tokensTheModelDoesNotKnowAreRefused() throws IOException {
    Tampered.tensors(text, tensors -> tensors.put("tokens", TensorData.of(new long[] {-1}, 1, 1)));
    Tampered.tensors(text, t -> t.replaceAll((n, v) -> v.dtype().equals("F32") ? firstRow(v) : v));

    assertFailsNaming(verdict(text), "read.safetensors", "tokens should be 0 to 49407");
  }

  @Test
  void weightsThatAreMissingDamagedOrNotSaidAreNamed() throws IOException {
    Files.delete(folder.resolve("weights:b.bin"));
    assertFailsNaming(verdict(vision), "find", "weights:b.bin");

    Files.writeString(folder.resolve("weights:b.bin"), "no weights at all");
    assertFailsNaming(
        verdict(vision), "weights:b.bin", "text that begins with 'no weights at all'");

    Tampered.metadata(vision, Map.of("a/b", "réseau 1.safetensors"));
    assertFailsNaming(verdict(vision), "seen.safetensors", "no file of weights for 'vit'");
  }

  @Test
  void aNameThatNoFileCanHaveFails() throws IOException {
    Tampered.metadata(vision, Map.of("a/b", "\0.safetensors"));

    assertFailsNaming(verdict(vision), "seen.safetensors", "Nul character");
  }

  @Test
  void aFileThatIsCutShortFails() throws IOException {
    Tampered.cut(vision);

    assertFailsNaming(verdict(vision), "seen.safetensors", "cut short");
  }

  private static TensorData firstRow(TensorData tensor) {
    int width = (int) tensor.shape()[1];
    return TensorData.of(java.util.Arrays.copyOf(tensor.toFloats(), width), 1, width);
  }

  /** The tensor, one value moved by so much of its norm. */
  private static TensorData off(TensorData tensor, double relative) {
    double squares = 0;
    for (float value : tensor.toFloats()) {
      squares += value * value;
    }
    return Tampered.moved(tensor, 3, (float) (relative * Math.sqrt(squares)));
  }

  private static void rename(Map<String, TensorData> tensors, String from, String to) {
    for (String name : List.copyOf(tensors.keySet())) {
      if (name.startsWith(from)) {
        tensors.put(to + name.substring(from.length()), tensors.remove(name));
      }
    }
  }

  private static void assertFailsOf(Verdict verdict, String what, double deviation) {
    Measure worst = verdict.worst().orElseThrow();
    assertThat(verdict.status()).isEqualTo(Status.FAIL);
    assertThat(worst.what()).isEqualTo(what);
    assertThat(worst.deviation()).isBetween(0.95 * deviation, 1.05 * deviation);
  }

  static void assertFailsNaming(Verdict verdict, String... parts) {
    assertThat(verdict.status()).as(verdict.toString()).isEqualTo(Status.FAIL);
    assertThat(verdict.message()).startsWith("Cannot ").contains(parts).hasLineCount(1);
  }
}
