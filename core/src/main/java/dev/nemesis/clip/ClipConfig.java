package dev.nemesis.clip;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.TensorData;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configuration of a CLIP model, read off the names and shapes of its weights as OpenAI's
 * loader does.
 *
 * @param vision {@code vit} or {@code resnet}
 * @param resolution side of the image in pixels
 * @param embedDim E, the width of the space images and texts meet in
 * @param visionWidth channels of the ViT's tokens, or of the ResNet's first stage
 * @param visionLayers blocks of the ViT, or the sum over the ResNet's stages
 * @param visionHeads attention heads of the ViT or of the ResNet's attention pool
 * @param patch side of a ViT patch; 0 for a ResNet
 * @param contextLength positions of the text encoder (CLIP: 77)
 * @param vocabSize tokens (CLIP: 49408)
 * @param textWidth W, channels of the text tokens and of a soft-prompt vector
 * @param textLayers blocks of the text encoder
 * @param textHeads its attention heads
 */
public record ClipConfig(
    String vision,
    int resolution,
    int embedDim,
    int visionWidth,
    int visionLayers,
    int visionHeads,
    int patch,
    int contextLength,
    int vocabSize,
    int textWidth,
    int textLayers,
    int textHeads) {

  /** CLIP's heads are 64 wide throughout. */
  private static final int HEAD_WIDTH = 64;

  /** Pixels of an image's side to one position's of a ResNet's last feature maps. */
  private static final int RESNET_STRIDE = 32;

  /**
   * Reads the configuration.
   *
   * @param source the file, for messages
   * @throws InputException if a tensor is missing or its shape contradicts the others
   */
  public static ClipConfig of(String source, Map<String, TensorData> weights) {
    Shapes shapes = new Shapes(source, weights);
    long[] tokens = shapes.of("token_embedding.weight", 2);
    int width = (int) tokens[1];
    long[] positions = shapes.of("positional_embedding", 2);
    shapes.require("positional_embedding", positions, -1, width);
    long[] projection = shapes.of("text_projection", 2);
    shapes.require("text_projection", projection, width, -1);
    int embed = (int) projection[1];
    int textLayers = count(weights, "transformer\\.resblocks\\.(\\d+)\\..*");
    if (textLayers == 0) {
      throw shapes.missing("transformer.resblocks.0.attn.in_proj_weight");
    }
    for (int i = 0; i < textLayers; i++) {
      shapes.block("transformer.resblocks." + i + ".", width);
    }
    shapes.norm("ln_final", width);
    shapes.of("logit_scale", 0);
    ClipConfig text =
        new ClipConfig(
            "",
            0,
            embed,
            0,
            0,
            0,
            0,
            (int) positions[0],
            (int) tokens[0],
            width,
            textLayers,
            heads(width));
    boolean isResnet = weights.keySet().stream().anyMatch(name -> name.startsWith("visual.layer"));
    return isResnet ? resnet(shapes, text) : vit(shapes, text);
  }

  /**
   * The configuration of weights that OpenAI published.
   *
   * @param name {@code RN50}, {@code RN101}, {@code ViT-B/32} or {@code ViT-B/16}, capitals and
   *     punctuation aside
   * @throws InputException if there are none of that name
   */
  public static ClipConfig published(String name) {
    return switch (name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "")) {
      case "rn50" -> published("resnet", 1024, 64, 16, 32, 0);
      case "rn101" -> published("resnet", 512, 64, 33, 32, 0);
      case "vitb32" -> published("vit", 512, 768, 12, 12, 32);
      case "vitb16" -> published("vit", 512, 768, 12, 12, 16);
      default ->
          throw InputException.cannot(
              ErrorCode.WEIGHTS,
              "tell how large the weights %s are; give their file, or call them rn50, rn101, vit_b32"
                      .formatted(name)
                  + " or vit_b16");
    };
  }

  private static ClipConfig published(
      String vision, int embed, int width, int layers, int heads, int patch) {
    return new ClipConfig(vision, 224, embed, width, layers, heads, patch, 77, 49408, 512, 12, 8);
  }

  /**
   * The image side as the field names it: {@code RN50}, {@code ViT-B/16}; where it has no name, its
   * measures.
   */
  public String backbone() {
    if (vision.equals("vit")) {
      String size =
          switch (visionWidth + "x" + visionLayers) {
            case "768x12" -> "B";
            case "1024x24" -> "L";
            default -> null;
          };
      return size == null
          ? "ViT of " + visionLayers + " layers, width " + visionWidth + ", patch " + patch
          : "ViT-" + size + "/" + patch;
    }
    return switch (visionWidth + "x" + visionLayers) {
      case "64x16" -> "RN50";
      case "64x33" -> "RN101";
      default -> "ResNet of " + visionLayers + " blocks, width " + visionWidth;
    };
  }

  /** How many features {@link ImageEncoder#regions} gives an image: its own and one a position. */
  public int regions() {
    int side = resolution / (vision.equals("vit") ? patch : RESNET_STRIDE);
    return 1 + side * side;
  }

  private static ClipConfig vit(Shapes shapes, ClipConfig text) {
    long[] conv = shapes.of("visual.conv1.weight", 4);
    int width = (int) conv[0];
    int patch = (int) conv[3];
    shapes.require("visual.conv1.weight", conv, width, 3, patch, patch);
    shapes.require("visual.proj", shapes.of("visual.proj", 2), width, text.embedDim);
    long[] positions = shapes.of("visual.positional_embedding", 2);
    int grid = (int) Math.round(Math.sqrt((double) positions[0] - 1));
    shapes.require("visual.positional_embedding", positions, (long) grid * grid + 1, width);
    shapes.need("visual.class_embedding", width);
    shapes.norm("visual.ln_pre", width);
    shapes.norm("visual.ln_post", width);
    int layers =
        Math.max(1, count(shapes.weights, "visual\\.transformer\\.resblocks\\.(\\d+)\\..*"));
    for (int i = 0; i < layers; i++) {
      shapes.block("visual.transformer.resblocks." + i + ".", width);
    }
    return text.withVision("vit", grid * patch, width, layers, heads(width), patch);
  }

  private static ClipConfig resnet(Shapes shapes, ClipConfig text) {
    long[] stem = shapes.of("visual.conv1.weight", 4);
    int width = (int) shapes.of("visual.layer1.0.conv1.weight", 4)[0];
    shapes.require("visual.conv1.weight", stem, width / 2, 3, 3, 3);
    shapes.batchNorm("visual.bn1", width / 2);
    shapes.need("visual.conv2.weight", width / 2, width / 2, 3, 3);
    shapes.batchNorm("visual.bn2", width / 2);
    shapes.need("visual.conv3.weight", width, width / 2, 3, 3);
    shapes.batchNorm("visual.bn3", width);
    long[] positions = shapes.of("visual.attnpool.positional_embedding", 2);
    int grid = (int) Math.round(Math.sqrt((double) positions[0] - 1));
    shapes.require(
        "visual.attnpool.positional_embedding", positions, (long) grid * grid + 1, width * 32L);
    for (String projection : new String[] {"q_proj", "k_proj", "v_proj"}) {
      shapes.linear("visual.attnpool." + projection, width * 32L, width * 32L);
    }
    shapes.linear("visual.attnpool.c_proj", text.embedDim, width * 32L);
    int layers = 0;
    int in = width;
    for (int stage = 1; stage <= 4; stage++) {
      int planes = width << (stage - 1);
      int blocks = Math.max(1, count(shapes.weights, "visual\\.layer" + stage + "\\.(\\d+)\\..*"));
      for (int i = 0; i < blocks; i++) {
        shapes.bottleneck("visual.layer" + stage + "." + i + ".", in, planes, i == 0);
        in = 4 * planes;
      }
      layers += blocks;
    }
    return text.withVision("resnet", grid * RESNET_STRIDE, width, layers, heads(width * 32), 0);
  }

  private ClipConfig withVision(
      String kind, int size, int width, int layers, int visionHeads, int patchSize) {
    return new ClipConfig(
        kind,
        size,
        embedDim,
        width,
        layers,
        visionHeads,
        patchSize,
        contextLength,
        vocabSize,
        textWidth,
        textLayers,
        textHeads);
  }

  /** Blocks of the given stage of a ResNet, or of whatever the pattern's group counts. */
  static int count(Map<String, TensorData> weights, String pattern) {
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

  private static int heads(int width) {
    return Math.max(1, width / HEAD_WIDTH);
  }

  private record Shapes(String source, Map<String, TensorData> weights) {
    InputException missing(String name) {
      return InputException.cannot(
          ErrorCode.WEIGHTS,
          "use "
              + source
              + " as CLIP weights: it has no tensor '"
              + name
              + "' (names as OpenAI, open_clip and"
              + " Hugging Face's CLIPModel write them are expected)");
    }

    long[] of(String name, int rank) {
      TensorData tensor = weights.get(name);
      if (tensor == null) {
        throw missing(name);
      }
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

    private InputException wrong(String name, long[] actual, String wanted) {
      return InputException.cannot(
          ErrorCode.WEIGHTS,
          "use "
              + source
              + " as CLIP weights: tensor '"
              + name
              + "' has the shape "
              + java.util.Arrays.toString(actual)
              + ", expected "
              + wanted);
    }
  }
}
