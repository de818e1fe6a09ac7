package dev.nemesis.clip.pretrain;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.ClipConfig;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.clip.Parameters;
import dev.nemesis.clip.TextEncoder;
import dev.nemesis.clip.Tokenizer;
import dev.nemesis.data.mini.MiniVocabulary;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import java.io.ByteArrayInputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Trains the mini CLIP from nothing: pictures and captions without end, CLIP's contrastive loss,
 * AdamW. With the same settings and number of threads, a machine gives the same weights each time.
 */
public final class Pretrain {
  /** Tokens that no merge makes: the bytes, in a word and at its end, and start and end of text. */
  private static final int OTHER_TOKENS = 2 * 256 + 2;

  private static final double LARGEST_SCALE = Math.log(100);

  private final PretrainSettings settings;
  private final Tokenizer tokenizer;
  private final NDManager manager;
  private final Map<String, NDArray> weights = new LinkedHashMap<>();
  private final ClipConfig config;
  private final AdamW optimizer;

  private Pretrain(PretrainSettings settings, NDManager manager) {
    this.settings = settings;
    this.manager = manager;
    int vocabSize = MiniVocabulary.merges().size() + OTHER_TOKENS;
    tokenizer =
        Tokenizer.load(
            new ByteArrayInputStream(MiniVocabulary.file()), "the mini vocabulary", vocabSize);
    Map<String, TensorData> fresh = FreshWeights.draw(settings, vocabSize);
    config = ClipConfig.of("fresh weights", fresh);
    fresh.forEach((name, tensor) -> weights.put(name, OwnedArrays.floats(manager, tensor)));
    optimizer = new AdamW(weights, settings.weightDecay());
  }

  /** Hears how a pretraining goes. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Called after every step.
     *
     * @param step counted from 1
     * @param loss of the step's batch
     * @param weights makes a file of the weights so far
     */
    void at(int step, double loss, Supplier<byte[]> weights);
  }

  /**
   * Runs a whole pretraining.
   *
   * @return a safetensors file with OpenAI's names, in float16
   */
  public static byte[] run(PretrainSettings settings, Progress progress) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      Pretrain pretrain = new Pretrain(settings, manager);
      pretrain.steps(progress);
      return pretrain.file();
    }
  }

  private void steps(Progress progress) {
    CompletableFuture<LessonBatch> next = drawn(0);
    for (int step = 0; step < settings.steps(); step++) {
      LessonBatch batch = next.join();
      next = drawn(Math.min(step + 1, settings.steps() - 1));
      progress.at(step + 1, step(batch, settings.learningRate(step)), this::file);
    }
    next.join();
  }

  /** The pictures of the next step are drawn while this one is computed. */
  private CompletableFuture<LessonBatch> drawn(int step) {
    return CompletableFuture.supplyAsync(() -> LessonBatch.draw(settings, step, tokenizer));
  }

  private double step(LessonBatch batch, double learningRate) {
    try (NDManager scratch = manager.newSubManager()) {
      Map<String, NDArray> leaves = new LinkedHashMap<>();
      weights.forEach(
          (name, weight) -> {
            NDArray leaf = Autograd.leaf(weight);
            leaf.attach(scratch);
            leaves.put(name, leaf);
          });
      double loss = Autograd.backward(() -> loss(scratch, leaves, batch)).getFloat();
      Map<String, NDArray> gradients = new LinkedHashMap<>();
      leaves.forEach(
          (name, leaf) -> {
            NDArray gradient = leaf.getGradient();
            gradient.attach(scratch);
            gradients.put(name, gradient);
          });
      Autograd.withoutGradient(
          () -> {
            optimizer.update(scratch, weights, gradients, learningRate);
            return null;
          });
      clampScale(scratch);
      return loss;
    }
  }

  private NDArray loss(NDManager scratch, Map<String, NDArray> leaves, LessonBatch batch) {
    Parameters parameters = Parameters.of(leaves);
    int side = FreshWeights.RESOLUTION;
    NDArray pixels = OwnedArrays.floats(scratch, batch.pixels(), batch.size(), 3, side, side);
    NDArray images = ClipModel.imageEncoder(parameters, config).encode(pixels);
    NDArray tokens =
        OwnedArrays.longs(scratch, batch.tokens(), batch.captions(), batch.tokenLength());
    NDArray eot = OwnedArrays.longs(scratch, batch.eot(), batch.captions());
    TextEncoder encoder = new TextEncoder(parameters, config);
    NDArray texts = encoder.encode(encoder.embed(tokens), eot);
    return Contrast.loss(images, texts, leaves.get("logit_scale"), batch.captionOf());
  }

  /** Clamps the logit scale, so that no temperature is below 0.01, as in CLIP. */
  private void clampScale(NDManager scratch) {
    NDArray scale = weights.get("logit_scale");
    if (scale.getFloat() > LARGEST_SCALE) {
      scale.subi(scale).addi(OwnedArrays.constant(scratch, LARGEST_SCALE));
    }
  }

  private byte[] file() {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    weights.forEach(
        (name, weight) ->
            tensors.put(
                name, TensorData.of(weight.toFloatArray(), weight.getShape().getShape()).toHalf()));
    return Safetensors.write(tensors, Map.of("recipe", settings.toString()));
  }
}
