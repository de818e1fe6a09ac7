package dev.nemesis.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nemesis.spark.run.FakeExperiment;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.weights.PromptCheckpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code nemesis weights} says of a file. */
class WeightsCommandTest {
  @TempDir Path folder;
  private final StringWriter stdout = new StringWriter();
  private final StringWriter stderr = new StringWriter();

  @Test
  void aClipIsDescribed() throws IOException {
    Path file = Files.write(folder.resolve("some.bin"), Safetensors.write(clip(), Map.of()));

    assertThat(weights(file)).isZero();

    assertThat(stdout.toString().lines().map(line -> line.replaceAll(" {2,}", " ")))
        .contains(
            "container safetensors",
            "backbone ViT-B/16",
            "resolution 32 x 32",
            "embedding 8",
            "context length 7, vocabulary 11",
            "image side width 768, 12 heads, 12 layers",
            "text side width 64, 1 heads, 1 layers",
            "activation QuickGELU (image), QuickGELU (text)",
            "epsilon 1.0E-5 (image), 1.0E-5 (text)",
            "configuration as OpenAI published it",
            "precision float16",
            "published not a file OpenAI publishes; read all the same")
        .anyMatch(line -> line.matches("SHA-256 [0-9a-f]{64}"));
  }

  @Test
  void whatAConfigurationBesideSaysIsToldWithWhereItIsFrom() throws IOException {
    Path file = Files.write(folder.resolve("some.bin"), Safetensors.write(clip(), Map.of()));
    Path config =
        Files.writeString(
            folder.resolve("config.json"),
            "{\"model_type\": \"clip\", \"text_config\": {\"hidden_act\": \"gelu\"}}");

    assertThat(weights(file)).isZero();

    assertThat(stdout.toString().lines().map(line -> line.replaceAll(" {2,}", " ")))
        .contains("activation QuickGELU (image), GELU (text)", "configuration from " + config)
        .anyMatch(line -> line.matches("identity [0-9a-f]{64}, of the file and .*"));
  }

  @Test
  void aConfigurationThatMakesAnotherModelIsRefusedInOneLine() throws IOException {
    Path file = Files.write(folder.resolve("some.bin"), Safetensors.write(clip(), Map.of()));
    Files.writeString(
        folder.resolve("open_clip_config.json"),
        "{\"model_cfg\": {\"text_cfg\": {\"no_causal_mask\": true}}}");

    assertThat(weights(file)).isEqualTo(2);

    assertThat(stderr.toString().lines())
        .singleElement()
        .asString()
        .startsWith("Cannot use ")
        .contains("text_cfg.no_causal_mask");
  }

  @Test
  void aLearnedPromptIsDescribed() throws IOException {
    Map<String, TensorData> state = new LinkedHashMap<>();
    state.put("ctx", TensorData.of(new float[12], 4, 3));
    state.put("token_prefix", TensorData.of(new float[6], 2, 1, 3));
    byte[] bytes = new PromptCheckpoint(state, 50).write();
    Path file = Files.write(folder.resolve("model.pth.tar-50"), bytes);

    assertThat(weights(file)).isZero();

    assertThat(stdout.toString().lines().map(line -> line.replaceAll(" {2,}", " ")))
        .contains(
            "container torch.save archive",
            "prompt context vectors [4, 3]",
            "beside it token_prefix",
            "epoch 50",
            "precision float32");
  }

  @Test
  void aFolderOfShardsIsDescribed() throws IOException {
    Map<String, TensorData> image = new LinkedHashMap<>(clip());
    Map<String, TensorData> text = new LinkedHashMap<>(clip());
    image.keySet().removeIf(name -> !name.startsWith("visual."));
    text.keySet().removeAll(image.keySet());
    Files.write(folder.resolve("a.safetensors"), Safetensors.write(image, Map.of()));
    Files.write(folder.resolve("b.safetensors"), Safetensors.write(text, Map.of()));
    Map<String, String> map = new LinkedHashMap<>();
    image.keySet().forEach(name -> map.put(name, "a.safetensors"));
    text.keySet().forEach(name -> map.put(name, "b.safetensors"));
    Path index = folder.resolve("model.safetensors.index.json");
    new ObjectMapper().writeValue(index.toFile(), Map.of("weight_map", map));

    assertThat(weights(folder)).as(stderr.toString()).isZero();

    assertThat(stdout.toString().lines().map(line -> line.replaceAll(" {2,}", " ")))
        .contains("file " + index, "container safetensors in 2 shards", "backbone ViT-B/16");
  }

  @Test
  void aPointerOfGitLfsIsSaidToBeOne() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("model.safetensors"),
            "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 605247071\n");

    assertThat(weights(folder)).isEqualTo(2);

    assertThat(stderr.toString().lines())
        .singleElement()
        .asString()
        .startsWith("Cannot read " + file + ": it is a pointer of Git LFS")
        .contains("605247071 bytes", "git lfs pull");
  }

  @Test
  void aPickleThatAsksForACommandIsRefusedInOneLine() throws IOException {
    byte[] evil =
        "\u0080\u0002cos\nsystem\nX\u0002\0\0\0ls\u0085R.".getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(folder.resolve("evil.pt"), evil);

    assertThat(weights(file)).isEqualTo(2);

    assertThat(stderr.toString().lines())
        .singleElement()
        .asString()
        .startsWith("Cannot read ")
        .contains("evil.pt", "'os.system'");
    assertThat(stdout.toString()).isEmpty();
  }

  private int weights(Path file) {
    CommandLine nemesis = Nemesis.commandLine(new FakeExperiment());
    nemesis.setOut(new PrintWriter(stdout, true)).setErr(new PrintWriter(stderr, true));
    return nemesis.execute("weights", file.toString());
  }

  /** The outside of a ViT-B/16, with next to nothing inside. */
  private static Map<String, TensorData> clip() {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    put(tensors, "token_embedding.weight", 11, 64);
    put(tensors, "positional_embedding", 7, 64);
    put(tensors, "text_projection", 64, 8);
    put(tensors, "logit_scale");
    put(tensors, "ln_final.weight", 64);
    put(tensors, "ln_final.bias", 64);
    block(tensors, "transformer.resblocks.0.", 64);
    put(tensors, "visual.conv1.weight", 768, 3, 16, 16);
    put(tensors, "visual.proj", 768, 8);
    put(tensors, "visual.class_embedding", 768);
    for (String norm : new String[] {"visual.ln_pre", "visual.ln_post"}) {
      put(tensors, norm + ".weight", 768);
      put(tensors, norm + ".bias", 768);
    }
    put(tensors, "visual.positional_embedding", 5, 768);
    for (int i = 0; i < 12; i++) {
      block(tensors, "visual.transformer.resblocks." + i + ".", 768);
    }
    return tensors;
  }

  private static void block(Map<String, TensorData> tensors, String at, long width) {
    put(tensors, at + "attn.in_proj_weight", 3 * width, width);
    put(tensors, at + "attn.in_proj_bias", 3 * width);
    put(tensors, at + "attn.out_proj.weight", width, width);
    put(tensors, at + "attn.out_proj.bias", width);
    for (String norm : new String[] {"ln_1", "ln_2"}) {
      put(tensors, at + norm + ".weight", width);
      put(tensors, at + norm + ".bias", width);
    }
    put(tensors, at + "mlp.c_fc.weight", 1, width);
    put(tensors, at + "mlp.c_fc.bias", 1);
    put(tensors, at + "mlp.c_proj.weight", width, 1);
    put(tensors, at + "mlp.c_proj.bias", width);
  }

  private static void put(Map<String, TensorData> tensors, String name, long... shape) {
    long size = java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    tensors.put(name, new TensorData("F16", shape, new byte[(int) (2 * size)]));
  }
}
