package dev.nemesis.bench;

import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.feature.Features;
import dev.nemesis.grid.OptimizerSpec;
import dev.nemesis.method.LearningMethod;
import dev.nemesis.method.PreparedMethod;
import dev.nemesis.prompt.PromptText;
import dev.nemesis.prompt.SoftPrompts;
import dev.nemesis.random.Draws;
import dev.nemesis.train.BundleTraining;
import dev.nemesis.train.Run;
import dev.nemesis.train.SeededDraws;
import dev.nemesis.train.StepObserver;
import dev.nemesis.train.TestSet;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Cells to train together, their images' features drawn at random: what is timed is the code. */
final class RandomCells implements AutoCloseable {

  private final ClipModel model;
  private final StepCase step;
  private final int classes;
  private final int batch;
  private final NDManager manager;
  private final PreparedMethod method;

  RandomCells(ClipModel model, StepCase step, ClassNameTokens names, int batch) {
    this.model = model;
    this.step = step;
    this.batch = batch;
    classes = names.classes();
    manager = model.newManager();
    int sos = model.config().vocabSize() - 2;
    PromptText text =
        PromptText.of(manager, model, sos, step.prompt(), names.tokens(model.config()));
    method = LearningMethod.of(step.method()).prepare(manager, model, step.prompt(), text);
  }

  /**
   * Trains them from start to end.
   *
   * @param images n, of each cell's training set
   * @param testImages classified after every epoch
   */
  void train(int epochs, int images, int testImages, StepObserver observer) {
    List<Run> runs = new ArrayList<>();
    for (int k = 0; k < step.cells(); k++) {
      runs.add(run(k, epochs, images));
    }
    new BundleTraining(model, method)
        .train(runs, new TestSet(manager, features(testImages)), observer);
  }

  private Run run(int seed, int epochs, int images) {
    int length = step.prompt().ctxLen();
    SeededDraws draws = new SeededDraws(seed, length, images, batch, step.loss().positions());
    float[] contexts =
        SoftPrompts.random(seed, step.prompt().sets(classes), length, model.config().textWidth());
    OptimizerSpec optimizer = new OptimizerSpec(epochs, batch, 0.002, 0.9, 5e-4, 1, 1e-5);
    return new Run(step.loss(), optimizer, method.start(seed, contexts), draws, features(images));
  }

  private Features features(int images) {
    int regions = step.method().declared().readsRegions() ? model.config().regions() : 1;
    int dim = model.config().embedDim();
    RandomGenerator random = Draws.of(images, "features");
    float[] values = new float[images * regions * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    int[] labels = IntStream.range(0, images).map(i -> i % classes).toArray();
    return new Features(1, images, regions, dim, values, labels);
  }

  @Override
  public void close() {
    manager.close();
  }
}
