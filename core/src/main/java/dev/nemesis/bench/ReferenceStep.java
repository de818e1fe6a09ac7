package dev.nemesis.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.grid.LossSpec;
import dev.nemesis.method.LearningMethod;
import dev.nemesis.method.PreparedMethod;
import dev.nemesis.prompt.ClassTokens;
import dev.nemesis.prompt.PromptText;
import dev.nemesis.prompt.SoftPrompts;
import dev.nemesis.random.Draws;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Rows;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A step as the published code makes it, in the same engine: every class's prompt is encoded as the
 * full sequence of tokens, PAN makes a pass of its own for the prompts as they are and one for each
 * position it tries, and, where asked, the batch's images go through the image encoder, before
 * PAN's passes and again before the training pass. PUN makes no pass of its own.
 */
final class ReferenceStep implements TimedStep {
  private static final int POSITION_SEED = 1;

  private final ClipModel model;
  private final StepCase step;
  private final NDManager manager;
  private final PreparedMethod method; // for its similarity alone
  private final NDArray before; // [C, 1, W]: the start token
  private final NDArray after; // [C, T - 1 - L, W]: class names and what follows
  private final NDArray eot; // [C]
  private final NDArray labels; // [1, B]
  private final NDArray pixels; // [B, 3, R, R]; null where images are not encoded
  private final NDArray features; // [1, B, E] or [1, B, R, E], normalised
  private final NDArray contexts; // [V, L, W]
  private final NDArray momenta;
  private final boolean readsRegions;

  ReferenceStep(ClipModel model, StepCase step, ClassNameTokens names, int batch, boolean images) {
    this.model = model;
    this.step = step;
    manager = model.newManager();
    List<ClassTokens> tokens = names.tokens(model.config());
    int sos = model.config().vocabSize() - 2;
    method =
        LearningMethod.of(step.method())
            .prepare(
                manager,
                model,
                step.prompt(),
                PromptText.of(manager, model, sos, step.prompt(), tokens));
    readsRegions = step.method().declared().readsRegions();
    int length = step.prompt().ctxLen();
    int context = model.config().contextLength();
    long[] ids = new long[tokens.size() * context];
    long[] ends = new long[tokens.size()];
    for (int c = 0; c < ends.length; c++) {
      int at = c * context;
      ids[at] = sos;
      at += 1 + length;
      for (int token : tokens.get(c).name()) {
        ids[at++] = token;
      }
      for (int token : tokens.get(c).tail()) {
        ids[at++] = token;
      }
      ends[c] = at - 1L - (long) c * context;
    }
    NDArray embedded = model.text().embed(OwnedArrays.longs(manager, ids, ends.length, context));
    before = embedded.get(new NDIndex(":, 0:1"));
    after = embedded.get(new NDIndex(":, " + (1 + length) + ":"));
    eot = OwnedArrays.longs(manager, ends, ends.length);
    long[] classes = IntStream.range(0, batch).mapToLong(i -> i % ends.length).toArray();
    labels = OwnedArrays.longs(manager, classes, 1, batch);
    int side = model.config().resolution();
    int regions = readsRegions ? model.config().regions() : 1;
    pixels = images ? random(batch, 3, side, side) : null;
    features =
        (regions == 1
                ? random(1, batch, model.config().embedDim())
                : random(1, batch, regions, model.config().embedDim()))
            .normalize(2, regions == 1 ? 2 : 3);
    int sets = step.prompt().sets(tokens.size());
    int width = model.config().textWidth();
    contexts =
        OwnedArrays.floats(
            manager, SoftPrompts.random(1, sets, length, width), sets, length, width);
    momenta = manager.zeros(contexts.getShape(), DataType.FLOAT32);
  }

  private NDArray random(long... shape) {
    RandomGenerator random = Draws.of(shape.length, "reference");
    float[] values = new float[(int) new Shape(shape).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return OwnedArrays.floats(manager, values, shape);
  }

  @Override
  public double seconds(int steps) {
    long start = System.nanoTime();
    for (int s = 0; s < steps; s++) {
      step(s);
    }
    return (System.nanoTime() - start) / 1e9 / steps;
  }

  private void step(int index) {
    try (NDManager scratch = manager.newSubManager()) {
      NDArray leaf = Autograd.leaf(Rows.view(scratch, contexts));
      NDArray norms = weights(scratch, index);
      NDArray images = images(scratch);
      Autograd.backward(
          () -> {
            NDArray loss = crossEntropy(logits(leaf, images));
            return step.loss().omega() == 0
                ? loss
                : loss.add(leaf.norm(new int[] {2}).mul(norms).sum());
          });
      NDArray gradient = leaf.getGradient();
      NDArray decay = leaf.stopGradient().mul(OwnedArrays.constant(scratch, 5e-4));
      momenta.muli(OwnedArrays.constant(scratch, 0.9)).addi(gradient.add(decay));
      NDArray change = Rows.view(scratch, momenta).mul(OwnedArrays.constant(scratch, 1e-5));
      contexts.subi(change);
      change.sum().getFloat(); // waits for the device
    }
  }

  private NDArray images(NDManager scratch) {
    if (pixels == null) {
      return Rows.view(scratch, features);
    }
    return Autograd.withoutGradient(
        () -> {
          NDArray input = Rows.view(scratch, pixels);
          NDArray encoded =
              readsRegions ? model.image().regions(input) : model.image().encode(input);
          return encoded.normalize(2, encoded.getShape().dimension() - 1).expandDims(0);
        });
  }

  /**
   * Computes the weight of each position's norm: PAN first tries its positions, each in a pass of
   * its own.
   */
  private NDArray weights(NDManager scratch, int index) {
    LossSpec loss = step.loss();
    int length = step.prompt().ctxLen();
    float[] weights = new float[length];
    for (int j = 0; j < length; j++) {
      weights[j] = (float) (loss.usesPun() ? loss.beta() * loss.omega() / length : 0);
    }
    if (loss.usesPan()) {
      NDArray images = images(scratch); // for these passes alone: the training pass has its own
      long[] order = new long[length];
      int[] drawn = Draws.permutation(Draws.of(POSITION_SEED, "positions", index), length);
      float plain = right(scratch, Rows.view(scratch, contexts), images);
      for (int i = 0; i < loss.positions(); i++) {
        float[] scale = new float[length];
        java.util.Arrays.fill(scale, 1);
        scale[drawn[i]] = (float) loss.tau();
        NDArray shrunken =
            Rows.view(scratch, contexts).mul(OwnedArrays.floats(scratch, scale, 1, length, 1));
        order[drawn[i]] = right(scratch, shrunken, images) > plain ? 1 : 0;
      }
      for (int j = 0; j < length; j++) {
        weights[j] += (float) ((1 - loss.beta()) * loss.omega() * order[j]);
      }
    }
    return OwnedArrays.floats(scratch, weights, 1, length);
  }

  private float right(NDManager scratch, NDArray prompts, NDArray images) {
    return Autograd.withoutGradient(
        () -> {
          try (NDManager pass = scratch.newSubManager()) {
            NDArray best = logits(Rows.view(pass, prompts), Rows.view(pass, images)).argMax(2);
            return best.eq(labels).toType(DataType.FLOAT32, false).sum().getFloat();
          }
        });
  }

  /**
   * The plain path.
   *
   * @param prompts {@code [V, L, W]}
   * @return {@code [1, B, C]}
   */
  NDArray logits(NDArray prompts, NDArray images) {
    long sets = prompts.getShape().get(0);
    long classes = eot.size();
    NDManager pass = prompts.getManager();
    NDList features = new NDList();
    for (long v = 0; v < sets; v++) {
      NDArray own =
          prompts
              .get(new NDIndex(v + ":" + (v + 1)))
              .broadcast(classes, prompts.getShape().get(1), prompts.getShape().get(2));
      NDArray sequences = Rows.view(pass, before).concat(own, 1).concat(after, 1);
      features.add(model.text().encode(sequences, Rows.view(pass, eot)).normalize(2, 1));
    }
    NDArray text = ai.djl.ndarray.NDArrays.stack(features); // [V, C, E]
    NDArray encoded = readsRegions ? text.expandDims(0) : text;
    return method.logits(new NDList(encoded), images);
  }

  private NDArray crossEntropy(NDArray logits) {
    return logits.logSoftmax(2).gather(labels.expandDims(2), 2).mean().neg();
  }

  /** Loss and gradient of the context vectors as they are, on given images; for tests. */
  float[] gradient(NDManager scratch) {
    NDArray leaf = Autograd.leaf(Rows.view(scratch, contexts));
    Autograd.backward(() -> crossEntropy(logits(leaf, Rows.view(scratch, features))));
    return leaf.getGradient().toFloatArray();
  }

  /** The gradient through the shared-prefix encoder; for tests. */
  float[] gradientOfOurs(NDManager scratch) {
    NDArray leaf = Autograd.leaf(Rows.view(scratch, contexts));
    Autograd.backward(
        () -> {
          NDList encoded = method.encode(new NDList(leaf.expandDims(0)));
          return crossEntropy(method.logits(encoded, Rows.view(scratch, features)));
        });
    return leaf.getGradient().toFloatArray();
  }

  @Override
  public void close() {
    manager.close();
  }
}
