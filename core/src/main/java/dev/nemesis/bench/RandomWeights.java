package dev.nemesis.bench;

import dev.nemesis.clip.ClipConfig;
import dev.nemesis.clip.ClipWeights;
import dev.nemesis.random.Draws;
import dev.nemesis.tensor.TensorData;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * CLIP's published sizes, values drawn at random: what a step costs depends on the shapes alone.
 * Layer and batch norms do nothing, the rest is small enough that activations stay of order one.
 */
final class RandomWeights {
  private static final long SEED = 1;
  private static final int VOCABULARY = 49_408;
  private static final int CONTEXT = 77;
  private static final int TEXT_WIDTH = 512;
  private static final int TEXT_LAYERS = 12;
  private static final float LOGIT_SCALE = (float) Math.log(100);

  private final Map<String, TensorData> tensors = new LinkedHashMap<>();

  private RandomWeights() {}

  static ClipWeights rn50() {
    RandomWeights weights = new RandomWeights();
    int width = 64;
    weights.convolution("visual.conv1", width / 2, 3, 3);
    weights.batchNorm("visual.bn1", width / 2);
    weights.convolution("visual.conv2", width / 2, width / 2, 3);
    weights.batchNorm("visual.bn2", width / 2);
    weights.convolution("visual.conv3", width, width / 2, 3);
    weights.batchNorm("visual.bn3", width);
    int in = width;
    int[] blocks = {3, 4, 6, 3};
    for (int stage = 0; stage < blocks.length; stage++) {
      int planes = width << stage;
      for (int i = 0; i < blocks[stage]; i++) {
        weights.bottleneck("visual.layer" + (stage + 1) + "." + i, in, planes, i == 0);
        in = 4 * planes;
      }
    }
    int grid = 7;
    weights.draw("visual.attnpool.positional_embedding", in, 1 + grid * grid, in);
    for (String projection : new String[] {"q_proj", "k_proj", "v_proj"}) {
      weights.linear("visual.attnpool." + projection + ".", in, in);
    }
    weights.linear("visual.attnpool.c_proj.", 1024, in);
    return weights.text("random RN50", 1024);
  }

  static ClipWeights vitB16() {
    RandomWeights weights = new RandomWeights();
    int width = 768;
    weights.draw("visual.conv1.weight", 3 * 16 * 16, width, 3, 16, 16);
    weights.draw("visual.class_embedding", width, width);
    weights.draw("visual.positional_embedding", width, 1 + 14 * 14, width);
    weights.draw("visual.proj", width, width, 512);
    weights.norm("visual.ln_pre", width);
    weights.norm("visual.ln_post", width);
    for (int i = 0; i < 12; i++) {
      weights.block("visual.transformer.resblocks." + i + ".", width);
    }
    return weights.text("random ViT-B/16", 512);
  }

  private ClipWeights text(String name, int embed) {
    draw("token_embedding.weight", 2500, VOCABULARY, TEXT_WIDTH); // deviation 0.02, as CLIP's
    draw("positional_embedding", 10_000, CONTEXT, TEXT_WIDTH); // and 0.01
    draw("text_projection", TEXT_WIDTH, TEXT_WIDTH, embed);
    norm("ln_final", TEXT_WIDTH);
    for (int i = 0; i < TEXT_LAYERS; i++) {
      block("transformer.resblocks." + i + ".", TEXT_WIDTH);
    }
    tensors.put("logit_scale", TensorData.of(new float[] {LOGIT_SCALE}));
    return new ClipWeights(
        name, ClipConfig.of(name, tensors), tensors, "random", "drawn at random");
  }

  private void bottleneck(String name, int in, int planes, boolean first) {
    convolution(name + ".conv1", planes, in, 1);
    batchNorm(name + ".bn1", planes);
    convolution(name + ".conv2", planes, planes, 3);
    batchNorm(name + ".bn2", planes);
    convolution(name + ".conv3", 4 * planes, planes, 1);
    batchNorm(name + ".bn3", 4 * planes);
    if (first) {
      convolution(name + ".downsample.0", 4 * planes, in, 1);
      batchNorm(name + ".downsample.1", 4 * planes);
    }
  }

  private void convolution(String name, int out, int in, int size) {
    draw(name + ".weight", in * size * size, out, in, size, size);
  }

  private void batchNorm(String name, int width) {
    norm(name, width);
    constant(name + ".running_mean", 0, width);
    constant(name + ".running_var", 1, width);
  }

  private void block(String at, int width) {
    norm(at + "ln_1", width);
    norm(at + "ln_2", width);
    draw(at + "attn.in_proj_weight", width, 3L * width, width);
    constant(at + "attn.in_proj_bias", 0, 3 * width);
    linear(at + "attn.out_proj.", width, width);
    linear(at + "mlp.c_fc.", 4 * width, width);
    linear(at + "mlp.c_proj.", width, 4 * width);
  }

  private void linear(String at, int out, int in) {
    draw(at + "weight", in, out, in);
    constant(at + "bias", 0, out);
  }

  private void norm(String name, int width) {
    constant(name + ".weight", 1, width);
    constant(name + ".bias", 0, width);
  }

  private void constant(String name, float value, int width) {
    float[] values = new float[width];
    Arrays.fill(values, value);
    tensors.put(name, TensorData.of(values, width));
  }

  /** Deviation {@code 1 / sqrt(inputs)}. */
  private void draw(String name, int inputs, long... shape) {
    RandomGenerator random = Draws.of(SEED, name);
    double deviation = 1 / Math.sqrt(inputs);
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    tensors.put(name, TensorData.of(values, shape));
  }
}
