package dev.nemesis.spark;

import dev.nemesis.clip.ClipConfig;
import dev.nemesis.clip.ClipWeights;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nemesis weights}. */
@Command(
    name = "weights",
    description = {
      "Says what a file or folder of weights is, without running anything in it:",
      "a CLIP in any container that is read here, or a learned prompt of CoOp's."
    })
final class WeightsCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      description = {
        "safetensors, .pt, .pth, .pth.tar-N or .bin, an index of shards, or a folder with one of",
        "these, a path or a URI; or 'mini'."
      })
  private String location;

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
      describe(to, file, ClipWeights.of(file).config());
    }
    to.flush();
    return 0;
  }

  private static void describe(PrintWriter to, WeightsFile file, ClipConfig clip) {
    line(to, "file", file.source());
    line(to, "container", container(file));
    line(to, "backbone", clip.backbone());
    line(to, "resolution", clip.resolution() + " x " + clip.resolution());
    line(to, "embedding", clip.embedDim());
    line(to, "context length", clip.contextLength() + ", vocabulary " + clip.vocabSize());
    line(
        to,
        "text side",
        "width "
            + clip.textWidth()
            + ", "
            + clip.textHeads()
            + " heads, "
            + clip.textLayers()
            + " layers");
    line(to, "precision", precision(file.tensors()));
    line(to, "SHA-256", file.digest());
    line(
        to,
        "published",
        PublishedModel.ofDigest(file.digest())
            .map(model -> "OpenAI's " + model.title())
            .orElse("not a file OpenAI publishes; read all the same"));
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
