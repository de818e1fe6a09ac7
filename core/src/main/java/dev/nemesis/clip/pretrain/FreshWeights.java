package dev.nemesis.clip.pretrain;

import dev.nemesis.clip.pretrain.PretrainSettings.Tower;
import dev.nemesis.random.Draws;
import dev.nemesis.tensor.TensorData;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Weights to begin with, as OpenAI's code draws them, under OpenAI's names. */
final class FreshWeights {
  /** Pixels a side. */
  static final int RESOLUTION = 64;

  private static final int EMBED = 64;

  /** Start, 16 soft tokens, a class name of up to 21 tokens, its full stop, end. */
  static final int CONTEXT = 40;

  private static final double FIRST_TEMPERATURE = 0.07;

  private final long seed;
  private final Map<String, TensorData> weights = new LinkedHashMap<>();

  private FreshWeights(long seed) {
    this.seed = seed;
  }

  static Map<String, TensorData> draw(PretrainSettings settings, int vocabSize) {
    FreshWeights fresh = new FreshWeights(settings.seed());
    fresh.vision(settings.vision(), settings.patch());
    fresh.text(settings.text(), vocabSize);
    fresh.weights.put(
        "logit_scale", TensorData.of(new float[] {(float) -Math.log(FIRST_TEMPERATURE)}));
    return fresh.weights;
  }

  private void vision(Tower tower, int patch) {
    int width = tower.width();
    int grid = RESOLUTION / patch;
    double scale = 1 / Math.sqrt(width);
    normal("visual.class_embedding", scale, width);
    weights.put("visual.positional_embedding", plane(grid, width));
    normal("visual.proj", scale, width, EMBED);
    normal("visual.conv1.weight", 1 / Math.sqrt(3.0 * patch * patch), width, 3, patch, patch);
    layerNorm("visual.ln_pre", width);
    transformer("visual.transformer", tower);
    layerNorm("visual.ln_post", width);
  }

  private void text(Tower tower, int vocabSize) {
    int width = tower.width();
    normal("positional_embedding", 0.01, CONTEXT, width);
    normal("text_projection", 1 / Math.sqrt(width), width, EMBED);
    normal("token_embedding.weight", 0.02, vocabSize, width);
    transformer("transformer", tower);
    layerNorm("ln_final", width);
  }

  private void transformer(String name, Tower tower) {
    int width = tower.width();
    double attention = 1 / Math.sqrt(width);
    double projection = attention / Math.sqrt(2.0 * tower.layers());
    double hidden = 1 / Math.sqrt(2.0 * width);
    for (int i = 0; i < tower.layers(); i++) {
      String block = name + ".resblocks." + i + ".";
      normal(block + "attn.in_proj_weight", attention, 3L * width, width);
      constant(block + "attn.in_proj_bias", 0, 3 * width);
      normal(block + "attn.out_proj.weight", projection, width, width);
      constant(block + "attn.out_proj.bias", 0, width);
      layerNorm(block + "ln_1", width);
      normal(block + "mlp.c_fc.weight", hidden, 4L * width, width);
      constant(block + "mlp.c_fc.bias", 0, 4 * width);
      normal(block + "mlp.c_proj.weight", projection, width, 4L * width);
      constant(block + "mlp.c_proj.bias", 0, width);
      layerNorm(block + "ln_2", width);
    }
  }

  /**
   * Waves over rows and columns rather than noise: neighbours are alike from the first step, which
   * saves the small model from learning the plane.
   */
  private static TensorData plane(int grid, int width) {
    double height = 0.3;
    int waves = width / 4;
    int tokens = grid * grid + 1;
    float[] values = new float[tokens * width];
    for (int row = 0; row < grid; row++) {
      for (int column = 0; column < grid; column++) {
        int at = (1 + row * grid + column) * width;
        for (int w = 0; w < waves; w++) {
          double frequency = Math.PI / 2 * Math.pow(1.0 / grid, (double) w / waves);
          values[at + 4 * w] = (float) (height * StrictMath.sin(row * frequency));
          values[at + 4 * w + 1] = (float) (height * StrictMath.cos(row * frequency));
          values[at + 4 * w + 2] = (float) (height * StrictMath.sin(column * frequency));
          values[at + 4 * w + 3] = (float) (height * StrictMath.cos(column * frequency));
        }
      }
    }
    return TensorData.of(values, tokens, width);
  }

  private void layerNorm(String name, int width) {
    constant(name + ".weight", 1, width);
    constant(name + ".bias", 0, width);
  }

  private void constant(String name, float value, int n) {
    float[] values = new float[n];
    Arrays.fill(values, value);
    weights.put(name, TensorData.of(values, n));
  }

  private void normal(String name, double deviation, long... shape) {
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    RandomGenerator r = Draws.of(seed, name);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * r.nextGaussian());
    }
    weights.put(name, TensorData.of(values, shape));
  }
}
