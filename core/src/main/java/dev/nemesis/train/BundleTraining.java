package dev.nemesis.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.grid.LossSpec;
import dev.nemesis.loss.Measures;
import dev.nemesis.loss.OmegaFactor;
import dev.nemesis.loss.PositionWeights;
import dev.nemesis.loss.VectorLoss;
import dev.nemesis.method.PreparedMethod;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Trains K runs together. They share the classes, the method, the prompt's shape, the number of
 * steps and the batch size, and nothing else: every operation works on each run's own slice, so a
 * run ends with the same vectors, to rounding, as if it were alone, and one that diverges takes no
 * other with it.
 */
public final class BundleTraining {
  private final ClipModel model;
  private final PreparedMethod method;
  private final int ctxLen;

  /**
   * Prepares to train prompts for one set of classes.
   *
   * @param method for those classes
   */
  public BundleTraining(ClipModel model, PreparedMethod method) {
    this.model = model;
    this.method = method;
    ctxLen = method.ctxLen();
  }

  /**
   * Trains all runs to the end.
   *
   * @param runs K runs with equal epochs, steps and images a step
   * @param test what accuracy is measured on after every epoch or, for methods that take long to
   *     test, after the last
   * @return one outcome a run, in order
   */
  public List<Outcome> train(List<Run> runs, TestSet test, StepObserver observer) {
    return train(runs, test, observer, epoch -> {});
  }

  /**
   * Trains all runs to the end and reports each epoch.
   *
   * @param epochs told each epoch's number, from 0, when its steps are done
   */
  public List<Outcome> train(
      List<Run> runs, TestSet test, StepObserver observer, IntConsumer epochs) {
    try (NDManager bundle = model.newManager()) {
      return new Training(bundle, runs, test, observer).run(epochs);
    }
  }

  private final class Training {
    private final NDManager bundle;
    private final List<Run> runs;
    private final TestSet test;
    private final StepObserver observer;
    private final BatchImages images;
    private final PromptParameters learned;
    private final PanSelection trials;
    private final Measures measures;
    private final PositionWeights positionWeights;
    private final boolean normed;
    private final List<EpochLog> logs = new ArrayList<>();

    Training(NDManager bundle, List<Run> runs, TestSet test, StepObserver observer) {
      this.bundle = bundle;
      this.runs = runs;
      this.test = test;
      this.observer = observer;
      images = new BatchImages(bundle, runs);
      learned = new PromptParameters(bundle, runs, method.learned());
      trials = new PanSelection(bundle, runs, method, ctxLen);
      List<LossSpec> losses = runs.stream().map(Run::loss).toList();
      measures =
          new Measures(
              bundle, losses.stream().map(loss -> VectorLoss.of(loss).measure(loss)).toList());
      positionWeights =
          method.learnsVectors()
              ? new PositionWeights(bundle, losses, ctxLen, trials.owners())
              : null;
      normed = losses.stream().anyMatch(loss -> loss.omega() > 0);
      runs.forEach(run -> logs.add(new EpochLog(ctxLen)));
    }

    List<Outcome> run(IntConsumer listener) {
      int epochs = runs.get(0).optimizer().epochs();
      for (int epoch = 0; epoch < epochs; epoch++) {
        try (NDManager scope = bundle.newSubManager()) {
          epoch(scope, epoch);
        }
        listener.accept(epoch);
      }
      int[][] predictions;
      try (NDManager scope = bundle.newSubManager()) {
        NDList encoded = Autograd.withoutGradient(() -> method.encode(learned.views(scope)));
        predictions = test.classify(method, encoded);
        endEpoch(epochs - 1, predictions);
      }
      List<List<float[]>> values = learned.perRun();
      List<Outcome> outcomes = new ArrayList<>();
      for (int k = 0; k < runs.size(); k++) {
        outcomes.add(logs.get(k).outcome(values.get(k), predictions[k]));
      }
      return outcomes;
    }

    private void epoch(NDManager scope, int epoch) {
      BatchImages.Epoch batches =
          images.epoch(scope, epoch, runs.stream().map(r -> r.draws().batches(epoch)).toList());
      Epoch shared =
          new Epoch(
              epoch,
              batches,
              trials.positions(epoch, batches.steps()),
              learned.learningRates(scope, epoch),
              schedule(scope, epoch));
      NDArray tried = trials.any() ? trials.tried(scope, shared.positions) : null;
      List<StepArrays> steps = new ArrayList<>();
      for (int s = 0; s < batches.steps(); s++) {
        try (NDManager step = scope.newSubManager()) {
          StepArrays arrays =
              step(shared, s, step, tried == null ? null : Rows.view(step, tried).get(s));
          arrays.attach(scope);
          steps.add(arrays);
        }
      }
      for (int s = 0; s < steps.size(); s++) {
        List<StepNumbers> numbers = numbers(steps.get(s), shared.positions[s]);
        for (int k = 0; k < numbers.size(); k++) {
          logs.get(k).step(epoch, numbers.get(k), batches.size());
        }
      }
    }

    /** The omega schedule's factor of each run, {@code [K, 1]}. */
    private NDArray schedule(NDManager scope, int epoch) {
      float[] factors = new float[runs.size()];
      for (int k = 0; k < factors.length; k++) {
        factors[k] = (float) omegaFactor(k, epoch);
      }
      return OwnedArrays.floats(scope, factors, factors.length, 1);
    }

    private StepArrays step(Epoch epoch, int index, NDManager step, NDArray tried) {
      NDArray batchImages = epoch.batches.images(step, index);
      NDArray labels = epoch.batches.labels(step, index);
      NDList leaves = learned.leaves(step);
      StepArrays seen = new StepArrays();
      Autograd.backward(
          () -> {
            NDList encoded = method.encode(leaves);
            if (index == 0 && epoch.number > 0) {
              // These prompts are the last epoch's result: where text features serve all images,
              // its test accuracy costs no pass of its own.
              endEpoch(
                  epoch.number - 1,
                  method.testsEveryEpoch()
                      ? test.classify(method, withoutGradient(encoded))
                      : null);
            }
            NDArray logits = method.logits(encoded, batchImages);
            NDArray ce = Classification.crossEntropy(logits, labels);
            seen.logits = logits.stopGradient();
            seen.ce = ce.stopGradient();
            seen.correct = Classification.correct(seen.logits, labels);
            if (!method.learnsVectors()) {
              return ce;
            }
            NDArray norms = measures.of(leaves.get(0));
            seen.norms = norms.stopGradient();
            NDArray selected = null;
            if (trials.any()) {
              seen.improved =
                  trials.improved(
                      withoutGradient(leaves), batchImages, labels, tried, seen.correct);
              selected = trials.selected(seen.improved);
            }
            if (!normed) {
              return ce;
            }
            seen.weights = positionWeights.of(step, tried, selected);
            NDArray factors = seen.weights.mul(Rows.view(step, epoch.schedule));
            return ce.sum().add(norms.mul(factors).sum());
          });
      NDList gradients = new NDList();
      leaves.forEach(leaf -> gradients.add(leaf.getGradient()));
      learned.update(gradients, epoch.learningRates);
      observer.step(
          new StepObserver.Step(
              epoch.number,
              index,
              seen.logits,
              gradients,
              learned.values(),
              () -> numbers(seen, epoch.positions[index])));
      return seen;
    }

    private static NDList withoutGradient(NDList arrays) {
      NDList stopped = new NDList();
      arrays.forEach(array -> stopped.add(array.stopGradient()));
      return stopped;
    }

    /** Reads the numbers of each run from the arrays of a step. */
    private List<StepNumbers> numbers(StepArrays step, int[][] positions) {
      float[] ce = step.ce.toFloatArray();
      float[] correct = step.correct.toFloatArray();
      float[] norms = step.norms == null ? new float[0] : step.norms.toFloatArray();
      float[] weights =
          step.weights == null ? new float[norms.length] : step.weights.toFloatArray();
      float[] improved = step.improved == null ? new float[0] : step.improved.toFloatArray();
      List<StepNumbers> numbers = new ArrayList<>();
      for (int k = 0; k < runs.size(); k++) {
        numbers.add(
            new StepNumbers(
                ce[k],
                correct[k],
                ofRun(norms, k),
                positions[k],
                trials.ofRun(improved, k),
                ofRun(weights, k)));
      }
      return numbers;
    }

    private double[] ofRun(float[] perPosition, int run) {
      double[] own = new double[ctxLen];
      for (int j = 0; j < ctxLen; j++) {
        own[j] = perPosition[run * ctxLen + j];
      }
      return own;
    }

    private double omegaFactor(int run, int epoch) {
      return OmegaFactor.at(runs.get(run).loss(), epoch, runs.get(run).optimizer().epochs());
    }

    /** The l2 norms of the context vectors, means over their sets; none where none are learned. */
    private float[] norms() {
      if (!method.learnsVectors()) {
        return new float[0];
      }
      try (NDManager scratch = bundle.newSubManager()) {
        NDArray contexts = learned.views(scratch).get(0);
        return contexts.norm(new int[] {3}).mean(new int[] {1}).toFloatArray();
      }
    }

    /**
     * Writes an epoch down.
     *
     * @param predictions of the test images; null if they were not classified
     */
    private void endEpoch(int epoch, int[][] predictions) {
      float[] norms = norms();
      for (int k = 0; k < runs.size(); k++) {
        Double[] own = new Double[ctxLen];
        for (int j = 0; j < ctxLen; j++) {
          own[j] = (double) norms[k * ctxLen + j];
        }
        logs.get(k)
            .endEpoch(
                epoch,
                LearningRate.at(runs.get(k).optimizer(), epoch),
                omegaFactor(k, epoch),
                predictions == null ? null : test.accuracy(predictions[k]),
                own);
      }
    }
  }

  /** The values that the steps of one epoch share. */
  private record Epoch(
      int number,
      BatchImages.Epoch batches,
      int[][][] positions,
      NDList learningRates,
      NDArray schedule) {}

  /** The arrays a step leaves on the device until its epoch ends: one wait for all its steps. */
  private static final class StepArrays {
    private NDArray logits; // [K, B, C], for the observer alone
    private NDArray ce; // [K]
    private NDArray correct; // [K]
    private NDArray norms; // [K, L]; null where no vectors are learned
    private NDArray weights; // [K, L]; null without a loss on the vectors
    private NDArray improved; // [M]; null without trials

    void attach(NDManager manager) {
      ce.attach(manager);
      correct.attach(manager);
      if (norms != null) {
        norms.attach(manager);
      }
      if (weights != null) {
        weights.attach(manager);
      }
      if (improved != null) {
        improved.attach(manager);
      }
    }
  }
}
