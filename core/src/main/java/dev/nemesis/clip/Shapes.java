package dev.nemesis.clip;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.TensorData;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tensors of a file by their shapes, and which of them a model has a use for. */
final class Shapes {
  /** Tensors of published files beside weights: buffers and numbers that are known otherwise. */
  private static final Set<String> LEFTOVERS =
      Set.of(
          "position_ids",
          "num_batches_tracked",
          "attn_mask",
          "logit_bias",
          "input_resolution",
          "context_length",
          "vocab_size");

  private static final int NAMED = 3;

  private final String source;
  private final Map<String, TensorData> weights;
  private final Set<String> used = new LinkedHashSet<>();

  Shapes(String source, Map<String, TensorData> weights) {
    this.source = source;
    this.weights = weights;
  }

  String source() {
    return source;
  }

  boolean anyBelow(String prefix) {
    return weights.keySet().stream().anyMatch(name -> name.startsWith(prefix));
  }

  /** Different numbers that the pattern's group has in names. */
  int count(String pattern) {
    Pattern compiled = Pattern.compile(pattern);
    Set<String> indices = new TreeSet<>();
    for (String name : weights.keySet()) {
      Matcher matcher = compiled.matcher(name);
      if (matcher.matches()) {
        indices.add(matcher.group(1));
      }
    }
    return indices.size();
  }

  InputException missing(String name) {
    return cannot(
        "it has no tensor '"
            + name
            + "' (names as OpenAI, open_clip and Hugging Face's CLIPModel write them are expected)");
  }

  InputException cannot(String why) {
    return InputException.cannot(ErrorCode.WEIGHTS, "use " + source + " as CLIP weights: " + why);
  }

  long[] of(String name, int rank) {
    TensorData tensor = weights.get(name);
    if (tensor == null) {
      throw missing(name);
    }
    used.add(name);
    if (tensor.shape().length != rank) {
      throw wrong(name, tensor.shape(), "a shape of " + rank + " dimensions");
    }
    return tensor.shape();
  }

  void require(String name, long[] actual, long... wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] >= 0 && actual[i] != wanted[i]) {
        throw wrong(name, actual, "size " + wanted[i] + " in dimension " + i);
      }
    }
  }

  /** A tensor of exactly these dimensions. */
  void need(String name, long... dimensions) {
    require(name, of(name, dimensions.length), dimensions);
  }

  void norm(String name, long width) {
    need(name + ".weight", width);
    need(name + ".bias", width);
  }

  void batchNorm(String name, long width) {
    norm(name, width);
    need(name + ".running_mean", width);
    need(name + ".running_var", width);
  }

  void linear(String name, long out, long in) {
    need(name + ".weight", out, in);
    need(name + ".bias", out);
  }

  /** Blocks of a transformer; their hidden width may differ. */
  void block(String prefix, int width) {
    need(prefix + "attn.in_proj_weight", 3L * width, width);
    need(prefix + "attn.in_proj_bias", 3L * width);
    linear(prefix + "attn.out_proj", width, width);
    norm(prefix + "ln_1", width);
    norm(prefix + "ln_2", width);
    long hidden = of(prefix + "mlp.c_fc.weight", 2)[0];
    linear(prefix + "mlp.c_fc", hidden, width);
    linear(prefix + "mlp.c_proj", width, hidden);
  }

  void bottleneck(String prefix, long in, long planes, boolean first) {
    need(prefix + "conv1.weight", planes, in, 1, 1);
    batchNorm(prefix + "bn1", planes);
    need(prefix + "conv2.weight", planes, planes, 3, 3);
    batchNorm(prefix + "bn2", planes);
    need(prefix + "conv3.weight", 4 * planes, planes, 1, 1);
    batchNorm(prefix + "bn3", 4 * planes);
    if (first) { // it changes the number of channels, so its input has to be projected as well
      need(prefix + "downsample.0.weight", 4 * planes, in, 1, 1);
      batchNorm(prefix + "downsample.1", 4 * planes);
    }
  }

  /**
   * The names asked for.
   *
   * @throws InputException naming tensors that nobody asked for, which would have changed the
   *     features had they been used
   */
  Set<String> used() {
    List<String> unknown =
        weights.keySet().stream()
            .filter(name -> !used.contains(name))
            .filter(name -> !LEFTOVERS.contains(name.substring(name.lastIndexOf('.') + 1)))
            .toList();
    if (!unknown.isEmpty()) {
      List<String> named = unknown.subList(0, Math.min(NAMED, unknown.size()));
      throw cannot(
          "a plain CLIP has no use for %d of its tensors: '%s'%s; it is another model, or a part of it is not merged into the weights"
              .formatted(
                  unknown.size(),
                  String.join("', '", named),
                  unknown.size() > NAMED ? " and others" : ""));
    }
    return Set.copyOf(used);
  }

  private InputException wrong(String name, long[] actual, String wanted) {
    return cannot(
        "tensor '" + name + "' has the shape " + Arrays.toString(actual) + ", expected " + wanted);
  }
}
