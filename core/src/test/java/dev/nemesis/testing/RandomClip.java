package dev.nemesis.testing;

import dev.nemesis.clip.ClipWeights;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** A CLIP with random weights, in OpenAI's names: two heads, three text layers, 16 x 16 images. */
public final class RandomClip {
  public static final int WIDTH = 128;
  public static final int EMBED = 32;
  public static final int CONTEXT = 24;
  public static final int VOCAB = 60;

  private RandomClip() {}

  /** A ViT model of the given seed. */
  public static ClipWeights vit(long seed) {
    return ClipWeights.of("random-" + seed, Safetensors.write(tensors(seed), Map.of()));
  }

  /** Its tensors, for tests that spoil one. */
  public static Map<String, TensorData> tensors(long seed) {
    Random random = new Random(seed);
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    tensors.put("token_embedding.weight", draw(random, VOCAB, WIDTH));
    tensors.put("positional_embedding", draw(random, CONTEXT, WIDTH));
    tensors.put("text_projection", draw(random, WIDTH, EMBED));
    tensors.put("logit_scale", TensorData.of(new float[] {3f}));
    norm(tensors, "ln_final", WIDTH);
    blocks(tensors, random, "transformer.resblocks.", 3, WIDTH);
    tensors.put("visual.conv1.weight", draw(random, 64, 3, 8, 8));
    tensors.put("visual.class_embedding", draw(random, 64));
    tensors.put("visual.positional_embedding", draw(random, 5, 64));
    tensors.put("visual.proj", draw(random, 64, EMBED));
    norm(tensors, "visual.ln_pre", 64);
    norm(tensors, "visual.ln_post", 64);
    blocks(tensors, random, "visual.transformer.resblocks.", 1, 64);
    return tensors;
  }

  private static void blocks(
      Map<String, TensorData> tensors, Random random, String prefix, int layers, int width) {
    for (int i = 0; i < layers; i++) {
      String at = prefix + i + ".";
      norm(tensors, at + "ln_1", width);
      norm(tensors, at + "ln_2", width);
      linear(tensors, random, at + "attn.in_proj_", 3 * width, width);
      linear(tensors, random, at + "attn.out_proj.", width, width);
      linear(tensors, random, at + "mlp.c_fc.", 4 * width, width);
      linear(tensors, random, at + "mlp.c_proj.", width, 4 * width);
    }
  }

  private static void linear(
      Map<String, TensorData> tensors, Random random, String prefix, int out, int in) {
    tensors.put(prefix + "weight", draw(random, out, in));
    tensors.put(prefix + "bias", draw(random, out));
  }

  private static void norm(Map<String, TensorData> tensors, String prefix, int width) {
    float[] ones = new float[width];
    java.util.Arrays.fill(ones, 1);
    tensors.put(prefix + ".weight", TensorData.of(ones, width));
    tensors.put(prefix + ".bias", TensorData.of(new float[width], width));
  }

  private static TensorData draw(Random random, long... shape) {
    long size = java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    float[] values = new float[(int) size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * 0.08);
    }
    return TensorData.of(values, shape);
  }
}
