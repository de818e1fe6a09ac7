package dev.nemesis.jmh;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.bench.ClassNameTokens;
import dev.nemesis.bench.ModelSize;
import dev.nemesis.bench.StepCase;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.grid.Norm;
import dev.nemesis.loss.Measures;
import dev.nemesis.loss.PNorm;
import dev.nemesis.method.LearningMethod;
import dev.nemesis.method.PreparedMethod;
import dev.nemesis.prompt.PromptText;
import dev.nemesis.prompt.SoftPrompts;
import dev.nemesis.random.Draws;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Rows;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The pieces a training step is made of, one at a time, for a bundle of some cells. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class StepPieces {
  private static final int BATCH = 32;

  /** Which model's sizes. */
  @Param("MINI")
  public ModelSize model;

  /** Class names as many and as long as this dataset's. */
  @Param("EuroSAT")
  public String classes;

  /** Cells trained together. */
  @Param({"1", "8"})
  public int cells;

  /** How many shrunken prompts PAN tries for each cell. */
  @Param("4")
  public int trials;

  private ClipModel clip;
  private NDManager manager;
  private PreparedMethod coop;
  private PreparedMethod plot;
  private NDArray contexts; // [K, 1, L, W]
  private NDArray trialContexts; // [K x N, 1, L, W]
  private NDArray images; // [1, B, E]
  private NDArray regions; // [1, B, R, E]
  private NDList encodedOfPlot;
  private Measures norms;

  /** Puts weights and prompts on the device. */
  @Setup(Level.Trial)
  public void load() {
    Autograd.setThreads(1);
    clip = ClipModel.load(model.weights(), Device.cpu());
    manager = clip.newManager();
    coop = method(StepCase.coop());
    plot = method(StepCase.plot());
    contexts = contexts(cells, coop);
    trialContexts = contexts(cells * trials, coop);
    int dim = clip.config().embedDim();
    images = random(1, BATCH, dim).normalize(2, 2);
    regions = random(1, BATCH, clip.config().regions(), dim).normalize(2, 3);
    NDArray several = contexts(cells, plot);
    encodedOfPlot = Autograd.withoutGradient(() -> plot.encode(new NDList(several)));
    norms = new Measures(manager, Collections.nCopies(cells, new PNorm(Norm.L2)));
  }

  private PreparedMethod method(StepCase step) {
    int sos = clip.config().vocabSize() - 2;
    PromptText text =
        PromptText.of(
            manager, clip, sos, step.prompt(), ClassNameTokens.of(classes).tokens(clip.config()));
    return LearningMethod.of(step.method()).prepare(manager, clip, step.prompt(), text);
  }

  private NDArray contexts(int runs, PreparedMethod method) {
    int sets = (int) method.learned().get(0).shape().get(0);
    int length = (int) method.learned().get(0).shape().get(1);
    int width = clip.config().textWidth();
    float[] values = SoftPrompts.random(1, runs * sets, length, width);
    return OwnedArrays.floats(manager, values, runs, sets, length, width);
  }

  private NDArray random(long... shape) {
    RandomGenerator random = Draws.of(1, "pieces");
    float[] values = new float[(int) new Shape(shape).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return OwnedArrays.floats(manager, values, shape);
  }

  /** Frees them. */
  @TearDown(Level.Trial)
  public void close() {
    manager.close();
    clip.close();
  }

  /** Every cell's prompt with every class, without a gradient. */
  @Benchmark
  public float encodeForward() {
    return read(step -> coop.encode(new NDList(Rows.view(step, contexts))).get(0));
  }

  /** The same and its gradient. */
  @Benchmark
  public float encodeForwardBackward() {
    try (NDManager step = manager.newSubManager()) {
      NDArray leaf = Autograd.leaf(Rows.view(step, contexts));
      Autograd.backward(() -> coop.encode(new NDList(leaf)).get(0).sum());
      return leaf.getGradient().sum().getFloat();
    }
  }

  /** PAN's trials: all cells' shrunken prompts encoded and compared with a batch of images. */
  @Benchmark
  public float panTrials() {
    return read(
        step -> {
          NDList encoded = coop.encode(new NDList(Rows.view(step, trialContexts)));
          return coop.logits(encoded, Rows.view(step, images));
        });
  }

  /** PLOT's logits from encoded prompts: cosines and Sinkhorn's rounds. */
  @Benchmark
  public float sinkhornLogits() {
    return read(
        step -> {
          NDList encoded = new NDList();
          encodedOfPlot.forEach(array -> encoded.add(Rows.view(step, array)));
          return plot.logits(encoded, Rows.view(step, regions));
        });
  }

  /** The norm of every vector, and its gradient. */
  @Benchmark
  public float normsForwardBackward() {
    try (NDManager step = manager.newSubManager()) {
      NDArray leaf = Autograd.leaf(Rows.view(step, contexts));
      Autograd.backward(() -> norms.of(leaf).sum());
      return leaf.getGradient().sum().getFloat();
    }
  }

  private float read(Function<NDManager, NDArray> work) {
    try (NDManager step = manager.newSubManager()) {
      return Autograd.withoutGradient(() -> work.apply(step).sum().getFloat());
    }
  }
}
