package dev.nemesis.clip;

import dev.nemesis.clip.declared.Activation;
import dev.nemesis.clip.declared.Declaration;
import dev.nemesis.clip.declared.Fact;
import dev.nemesis.clip.declared.Said;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.TensorData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Puts together what shapes tell of a model and what was said of it. */
final class ConfigReading {
  private static final String HOW =
      "; put its open_clip_config.json or config.json beside it, or give config in the grid's weights";

  private final Shapes shapes;
  private final Declaration said;

  private ConfigReading(Shapes shapes, Declaration said) {
    this.shapes = shapes;
    this.said = said;
  }

  /**
   * The outcome.
   *
   * @param used names of the tensors that are the model's
   */
  record Result(ClipConfig config, Set<String> used) {}

  /**
   * Reads a configuration.
   *
   * @param source the file of the weights, for messages
   * @throws InputException if a tensor is missing or has no use, if shapes contradict one another
   *     or what was said, or if neither tells something
   */
  static Result of(String source, Map<String, TensorData> weights, Declaration said) {
    Shapes shapes = new Shapes(source, weights);
    ClipConfig config = new ConfigReading(shapes, said).config();
    return new Result(config, shapes.used());
  }

  private ClipConfig config() {
    long[] tokens = shapes.of("token_embedding.weight", 2);
    int width = (int) tokens[1];
    long[] positions = shapes.of("positional_embedding", 2);
    shapes.require("positional_embedding", positions, -1, width);
    long[] projection = shapes.of("text_projection", 2);
    shapes.require("text_projection", projection, width, -1);
    int layers = transformer("", width, Fact.TEXT_HIDDEN);
    if (layers == 0) {
      throw shapes.missing("transformer.resblocks.0.attn.in_proj_weight");
    }
    shapes.norm("ln_final", width);
    shapes.of("logit_scale", 0);
    same(Fact.EMBED_DIM, (int) projection[1]);
    same(Fact.VOCAB_SIZE, (int) tokens[0]);
    same(Fact.CONTEXT_LENGTH, (int) positions[0]);
    same(Fact.TEXT_WIDTH, width);
    same(Fact.TEXT_LAYERS, layers);
    Image image =
        shapes.anyBelow("visual.layer") ? resnet((int) projection[1]) : vit((int) projection[1]);
    return new ClipConfig(
        image.kind,
        image.resolution,
        (int) projection[1],
        image.width,
        image.layers,
        image.patch,
        (int) positions[0],
        (int) tokens[0],
        width,
        layers,
        image.tower,
        new Tower(
            said.activation(Fact.TEXT_ACTIVATION).orElse(Activation.QUICK_GELU),
            heads(Fact.TEXT_HEADS, width, KnownTowers.textHeads(width), "token_embedding.weight"),
            said.number(Fact.TEXT_EPSILON).orElse(Tower.EPSILON)),
        new PixelNorm(
            said.channels(Fact.MEAN).orElse(PixelNorm.OPENAI.mean()),
            said.channels(Fact.STD).orElse(PixelNorm.OPENAI.std())));
  }

  private record Image(
      String kind, int resolution, int width, int layers, int patch, Tower tower) {}

  private Image vit(int embed) {
    long[] conv = shapes.of("visual.conv1.weight", 4);
    int width = (int) conv[0];
    int patch = (int) conv[3];
    shapes.require("visual.conv1.weight", conv, width, 3, patch, patch);
    shapes.need("visual.proj", width, embed);
    int grid = grid("visual.positional_embedding", width);
    shapes.need("visual.class_embedding", width);
    shapes.norm("visual.ln_pre", width);
    shapes.norm("visual.ln_post", width);
    int layers = transformer("visual.", width, Fact.IMAGE_HIDDEN);
    if (layers == 0) {
      throw shapes.missing("visual.transformer.resblocks.0.attn.in_proj_weight");
    }
    same(Fact.IMAGE_WIDTH, width);
    same(Fact.IMAGE_LAYERS, layers);
    same(Fact.PATCH, patch);
    refuse(Fact.IMAGE_STAGES, "visual.transformer.resblocks.0.attn.in_proj_weight' is a ViT's");
    if (!KnownTowers.mayBeOpenAis(width, layers, said)) {
      throw shapes.cannot(
          "its image side, of "
              + layers
              + " layers and width "
              + width
              + ", was published with QuickGELU and with GELU (quick_gelu, hidden_act), and nothing says"
              + " which it is"
              + HOW);
    }
    return new Image(
        "vit",
        resolution("visual.positional_embedding", grid, patch),
        width,
        layers,
        patch,
        new Tower(
            said.activation(Fact.IMAGE_ACTIVATION).orElse(Activation.QUICK_GELU),
            heads(
                Fact.IMAGE_HEADS,
                width,
                KnownTowers.imageHeads(width, layers),
                "visual.conv1.weight"),
            said.number(Fact.IMAGE_EPSILON).orElse(Tower.EPSILON)));
  }

  private Image resnet(int embed) {
    long[] stem = shapes.of("visual.conv1.weight", 4);
    int width = (int) shapes.of("visual.layer1.0.conv1.weight", 4)[0];
    shapes.require("visual.conv1.weight", stem, width / 2, 3, 3, 3);
    shapes.batchNorm("visual.bn1", width / 2);
    shapes.need("visual.conv2.weight", width / 2, width / 2, 3, 3);
    shapes.batchNorm("visual.bn2", width / 2);
    shapes.need("visual.conv3.weight", width, width / 2, 3, 3);
    shapes.batchNorm("visual.bn3", width);
    int pooled = width * ClipConfig.RESNET_POOL;
    int grid = grid("visual.attnpool.positional_embedding", pooled);
    for (String projection : new String[] {"q_proj", "k_proj", "v_proj"}) {
      shapes.linear("visual.attnpool." + projection, pooled, pooled);
    }
    shapes.linear("visual.attnpool.c_proj", embed, pooled);
    List<Integer> stages = new ArrayList<>();
    int in = width;
    for (int stage = 1; stage <= 4; stage++) {
      int planes = width << (stage - 1);
      int blocks = Math.max(1, shapes.count("visual\\.layer" + stage + "\\.(\\d+)\\..*"));
      for (int i = 0; i < blocks; i++) {
        shapes.bottleneck("visual.layer" + stage + "." + i + ".", in, planes, i == 0);
        in = 4 * planes;
      }
      stages.add(blocks);
    }
    same(Fact.IMAGE_WIDTH, width);
    same(Fact.IMAGE_STAGES, stages);
    for (Fact ofVit : List.of(Fact.IMAGE_LAYERS, Fact.PATCH, Fact.IMAGE_ACTIVATION)) {
      refuse(ofVit, "visual.layer1.0.conv1.weight' is a ResNet's");
    }
    return new Image(
        "resnet",
        resolution("visual.attnpool.positional_embedding", grid, ClipConfig.RESNET_STRIDE),
        width,
        stages.stream().mapToInt(Integer::intValue).sum(),
        0,
        new Tower(
            Activation.RELU,
            heads(
                Fact.IMAGE_HEADS,
                pooled,
                OptionalInt.of(KnownTowers.plainHeads(pooled)),
                "visual.attnpool.q_proj.weight"),
            Tower.EPSILON));
  }

  /** Checks a transformer's blocks and counts them. */
  private int transformer(String below, int width, Fact hidden) {
    String at = below + "transformer.resblocks.";
    int layers = shapes.count(at.replace(".", "\\.") + "(\\d+)\\..*");
    for (int i = 0; i < layers; i++) {
      shapes.block(at + i + ".", width);
      same(hidden, (int) shapes.of(at + i + ".mlp.c_fc.weight", 2)[0]);
    }
    return layers;
  }

  /** Side of the square that the positions after the first one make. */
  private int grid(String name, int width) {
    long[] positions = shapes.of(name, 2);
    int grid = (int) Math.round(Math.sqrt((double) positions[0] - 1));
    shapes.require(name, positions, (long) grid * grid + 1, width);
    return grid;
  }

  /** Side of the image; a rest less than a patch is not looked at. */
  private int resolution(String positions, int grid, int patch) {
    Optional<Said> size = said.get(Fact.IMAGE_SIZE);
    if (size.isEmpty()) {
      return grid * patch;
    }
    int pixels = (Integer) size.get().value();
    // A ResNet's first convolution rounds up, what follows it down.
    int seen = shapes.anyBelow("visual.layer") ? (pixels + 1) / 2 * 2 / patch : pixels / patch;
    if (pixels / patch != grid || seen != grid) {
      throw Declaration.contradiction(
          shapes.source(),
          size.get(),
          "%s' has %d x %d positions of %d pixels".formatted(positions, grid, grid, patch));
    }
    return pixels;
  }

  private int heads(Fact fact, int width, OptionalInt known, String tensor) {
    Optional<Said> heads = said.get(fact);
    if (heads.isPresent() && width % (Integer) heads.get().value() != 0) {
      throw Declaration.contradiction(
          shapes.source(), heads.get(), tensor + "' has a width of " + width);
    }
    return said.integer(fact)
        .orElseGet(
            () ->
                known.orElseThrow(
                    () ->
                        shapes.cannot(
                            "nothing says how many attention heads a width of "
                                + width
                                + " (tensor '"
                                + tensor
                                + "') is of (head_width or heads, num_attention_heads)"
                                + HOW)));
  }

  private void same(Fact fact, Object shape) {
    said.requireSame(shapes.source(), fact, shape);
  }

  /** Refuses what cannot be said of a model like this. */
  private void refuse(Fact fact, String tensor) {
    said.get(fact)
        .ifPresent(
            one -> {
              throw Declaration.contradiction(shapes.source(), one, tensor);
            });
  }
}
