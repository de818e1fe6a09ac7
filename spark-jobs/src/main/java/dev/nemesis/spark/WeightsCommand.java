package dev.nemesis.spark;

import dev.nemesis.clip.ClipConfig;
import dev.nemesis.clip.ClipWeights;
import dev.nemesis.clip.Tower;
import dev.nemesis.spark.session.Sessions;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.weights.PromptCheckpoint;
import dev.nemesis.weights.PublishedModel;
import dev.nemesis.weights.WeightsFile;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nemesis weights}. */
@Command(
    name = "weights",
    description =
        "Says what a file or folder of weights is, without running anything in it: "
            + "a CLIP in any container that is read here, or a learned prompt of CoOp's.")
final class WeightsCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      description =
          "Weights: safetensors, .pt, .pth, .pth.tar-N or .bin, an index of shards, or a folder with one of "
              + "these, a path or a URI; or 'mini'.")
  private String location;

  @Option(
      names = "--weights-config",
      paramLabel = "FILE",
      description =
          "Its configuration, as open_clip or Hugging Face write it; default: that beside it.")
  private String config;

  /** Its name in earlier versions. */
  @Option(names = "--config", hidden = true)
  void config(String earlier) {
    config = earlier;
  }

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Configuration hadoop = Sessions.hadoop(Map.of());
    WeightsFile file = ClipWeights.file(location, hadoop);
    Optional<PromptCheckpoint> prompt = PromptCheckpoint.of(file);
    PrintWriter to = spec.commandLine().getOut();
    if (prompt.isPresent()) {
      describe(to, file, prompt.get());
    } else {
      describe(to, file, ClipWeights.of(file, ClipWeights.declared(file.source(), config, hadoop)));
    }
    to.flush();
    return 0;
  }

  private static void describe(PrintWriter to, WeightsFile file, ClipWeights weights) {
    ClipConfig clip = weights.config();
    line(to, "file", file.source());
    line(to, "container", container(file));
    line(to, "backbone", clip.backbone());
    line(to, "resolution", clip.resolution() + " x " + clip.resolution());
    line(to, "embedding", clip.embedDim());
    line(to, "context length", clip.contextLength() + ", vocabulary " + clip.vocabSize());
    line(to, "image side", side(clip.visionWidth(), clip.image(), clip.visionLayers()));
    line(to, "text side", side(clip.textWidth(), clip.text(), clip.textLayers()));
    line(
        to,
        "activation",
        clip.image().activation().title()
            + " (image), "
            + clip.text().activation().title()
            + " (text)");
    line(to, "epsilon", clip.image().epsilon() + " (image), " + clip.text().epsilon() + " (text)");
    line(to, "pixels", clip.pixels());
    line(to, "configuration", weights.origin());
    line(to, "precision", precision(file.tensors()));
    line(to, "SHA-256", file.digest());
    if (!clip.isPlain()) {
      line(to, "identity", weights.digest() + ", of the file and what is not as OpenAI's");
    }
    line(
        to,
        "published",
        PublishedModel.ofDigest(file.digest())
            .map(model -> "OpenAI's " + model.title())
            .orElse("not a file OpenAI publishes; read all the same"));
  }

  private static String side(int width, Tower tower, int layers) {
    return "width " + width + ", " + tower.heads() + " heads, " + layers + " layers";
  }

  private static void describe(PrintWriter to, WeightsFile file, PromptCheckpoint prompt) {
    line(to, "file", file.source());
    line(to, "container", container(file));
    line(to, "prompt", "context vectors " + Arrays.toString(prompt.ctx().shape()));
    String others = others(prompt);
    line(to, "beside it", others.isEmpty() ? "nothing" : others);
    line(to, "epoch", file.epoch().isPresent() ? file.epoch().getAsInt() : "not noted");
    line(to, "precision", precision(file.tensors()));
    line(to, "SHA-256", file.digest());
  }

  private static String container(WeightsFile file) {
    return file.container().title() + (file.shards() > 1 ? " in " + file.shards() + " shards" : "");
  }

  private static String others(PromptCheckpoint prompt) {
    return prompt.state().keySet().stream()
        .filter(name -> !name.equals("ctx"))
        .collect(Collectors.joining(", "));
  }

  /** How many values are stored at which precision; counters such as batch-norm's are none. */
  private static String precision(Map<String, TensorData> tensors) {
    Map<String, Long> values =
        tensors.values().stream()
            .filter(tensor -> tensor.dtype().contains("F"))
            .collect(
                Collectors.groupingBy(TensorData::dtype, Collectors.summingLong(TensorData::size)));
    return values.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(e -> named(e.getKey()) + (values.size() > 1 ? " (" + e.getValue() + " values)" : ""))
        .collect(Collectors.joining(", "));
  }

  private static String named(String dtype) {
    return switch (dtype) {
      case "F16" -> "float16";
      case "BF16" -> "bfloat16";
      case "F32" -> "float32";
      default -> "float64";
    };
  }

  private static void line(PrintWriter to, String what, Object value) {
    to.printf("%-15s %s%n", what, value);
  }
}
