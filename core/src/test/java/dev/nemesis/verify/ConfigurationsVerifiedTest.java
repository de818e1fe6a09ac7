package dev.nemesis.verify;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that only the configuration beside their weights tells apart from OpenAI's. */
@ReadsShared
class ConfigurationsVerifiedTest {
  @TempDir private Path folder;

  @Test
  void featuresOfExactGeluAreRightWithTheConfigurationBesideTheWeights() throws IOException {
    copy("traces/tiny-vit.safetensors");
    copy("cases/gelu/vision.safetensors");
    copy("cases/gelu/text.safetensors");
    assertThat(verdicts()).containsOnly(Verdict.Status.FAIL);
    copy("cases/gelu/config.json");
    assertThat(verdicts()).hasSize(2).containsOnly(Verdict.Status.PASS);
  }

  @Test
  void openClipsConfigurationSaysTheSameOfExactGelu() throws IOException {
    copy("traces/tiny-vit.safetensors");
    copy("cases/gelu/vision.safetensors");
    copy("cases/gelu/text.safetensors");
    Files.writeString(
        folder.resolve("open_clip_config.json"),
        "{\"model_cfg\": {\"embed_dim\": 64, \"vision_cfg\": {\"width\": 64, \"patch_size\": 16},"
            + " \"text_cfg\": {\"width\": 128, \"heads\": 2}}}");
    assertThat(verdicts()).hasSize(2).containsOnly(Verdict.Status.PASS);
  }

  @Test
  void featuresOfHeadsOf80AreRightWithTheConfigurationAndRefusedWithout() throws IOException {
    Map<String, TensorData> tensors = new LinkedHashMap<>(read("traces/tiny-vit.safetensors"));
    tensors.keySet().removeIf(name -> name.startsWith("visual."));
    tensors.putAll(read("cases/heads-80/visual.safetensors"));
    Files.write(folder.resolve("model.safetensors"), Safetensors.write(tensors, Map.of()));
    copy("cases/heads-80/vision.safetensors");
    assertThat(verdicts()).containsExactly(Verdict.Status.FAIL);
    copy("cases/heads-80/config.json");
    assertThat(verdicts()).containsExactly(Verdict.Status.PASS);
  }

  private List<Verdict.Status> verdicts() {
    try (Replay replay = new Replay(Optional.empty(), Device.cpu())) {
      return Verification.of(List.of(folder)).recordings().stream()
          .map(recording -> Verification.verdict(recording, replay).status())
          .toList();
    }
  }

  private void copy(String relative) throws IOException {
    Path from = Shared.path(relative);
    Files.copy(from, folder.resolve(from.getFileName()));
  }

  private static Map<String, TensorData> read(String relative) throws IOException {
    return Safetensors.read(relative, Files.readAllBytes(Shared.path(relative))).tensors();
  }
}
