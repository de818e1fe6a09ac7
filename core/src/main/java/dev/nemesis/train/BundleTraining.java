package dev.nemesis.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.norm.NormWeights;
import dev.nemesis.norm.OmegaFactor;
import dev.nemesis.norm.VectorNorms;
import dev.nemesis.prompt.PromptMethod;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.OwnedArrays;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Trains K runs together. They share the classes, the method, the prompt's shape, the number of
 * steps and the batch size, and nothing else: every operation works on each run's own slice, so a
 * run ends with the same vectors, to rounding, as if it were alone, and one that diverges takes no
 * other with it.
 */
public final class BundleTraining {
  private final ClipModel model;
  private final PromptMethod method;
  private final int ctxLen;

  /**
   * Prepares to train prompts for one set of classes.
   *
   * @param method for those classes
   */
  public BundleTraining(ClipModel model, PromptMethod method) {
    this.model = model;
    this.method = method;
    this.ctxLen = (int) method.learned().get(0).get(1);
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
    try (NDManager bundle = model.newManager()) {
      return new Training(bundle, runs, test, observer).run();
    }
  }

  private final class Training {
    private final NDManager bundle;
    private final List<Run> runs;
    private final TestSet test;
    private final StepObserver observer;
    private final BatchImages images;
    private final Learned learned;
    private final Trials trials;
    private final VectorNorms vectorNorms;
    private final boolean normed;
    private final List<EpochLog> logs = new ArrayList<>();

    Training(NDManager bundle, List<Run> runs, TestSet test, StepObserver observer) {
      this.bundle = bundle;
      this.runs = runs;
      this.test = test;
      this.observer = observer;
      images = new BatchImages(bundle, runs);
      learned = new Learned(bundle, runs, method.learned());
      trials = new Trials(bundle, runs, method, ctxLen);
      vectorNorms = new VectorNorms(bundle, runs.stream().map(r -> r.loss().norm()).toList());
      normed = runs.stream().anyMatch(r -> r.loss().omega() > 0);
      runs.forEach(run -> logs.add(new EpochLog(run.loss(), ctxLen)));
    }

    List<Outcome> run() {
      int epochs = runs.get(0).optimizer().epochs();
      for (int epoch = 0; epoch < epochs; epoch++) {
        try (NDManager scope = bundle.newSubManager()) {
          epoch(scope, epoch);
        }
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
      List<int[][]> batches = runs.stream().map(r -> r.draws().batches(epoch)).toList();
      int steps = batches.get(0).length;
      int[][][] positions = trials.positions(epoch, steps);
      NDList scales = trials.scales(scope, positions);
      NDArray learningRates = learned.learningRates(scope, epoch);
      for (int s = 0; s < steps; s++) {
        int[][] batch = new int[runs.size()][];
        for (int k = 0; k < batch.length; k++) {
          batch[k] = batches.get(k)[s];
        }
        try (NDManager step = scope.newSubManager()) {
          step(
              epoch,
              s,
              images.batch(step, epoch, batch),
              images.labels(step, batch),
              positions[s],
              scales.isEmpty() ? null : scales.get(s),
              learningRates);
        }
      }
    }

    private void step(
        int epoch,
        int index,
        NDArray batchImages,
        NDArray labels,
        int[][] positions,
        NDArray scale,
        NDArray learningRates) {
      NDManager step = batchImages.getManager();
      NDList leaves = learned.leaves(step);
      AtomicReference<StepObserver.Step> seen = new AtomicReference<>();
      NDArray[] ce = new NDArray[1];
      Autograd.backward(
          () -> {
            NDList encoded = method.encode(leaves);
            if (index == 0 && epoch > 0) {
              // These prompts are the last epoch's result: where text features serve all images,
              // its test accuracy costs no pass of its own.
              endEpoch(
                  epoch - 1,
                  method.testsEveryEpoch()
                      ? test.classify(method, withoutGradient(encoded))
                      : null);
            }
            NDArray logits = method.logits(encoded, batchImages);
            ce[0] = Classification.crossEntropy(logits, labels);
            float[] correct = Classification.correct(logits.stopGradient(), labels).toFloatArray();
            boolean[][] improved =
                trials.run(withoutGradient(leaves), batchImages, labels, scale, correct);
            NDArray norms = vectorNorms.of(leaves.get(0));
            NormWeights[] weights = weights(positions, improved);
            seen.set(record(epoch, index, logits, correct, weights, norms));
            for (int k = 0; k < runs.size(); k++) {
              logs.get(k).tried(positions[k], improved[k]);
            }
            return normed ? ce[0].sum().add(norms.mul(total(step, weights, epoch)).sum()) : ce[0];
          });
      NDList gradients = new NDList();
      leaves.forEach(leaf -> gradients.add(leaf.getGradient()));
      learned.update(gradients, learningRates);
      finish(seen.get(), ce[0].toFloatArray(), gradients, (int) labels.getShape().get(1));
    }

    private static NDList withoutGradient(NDList arrays) {
      NDList stopped = new NDList();
      arrays.forEach(array -> stopped.add(array.stopGradient()));
      return stopped;
    }

    private NormWeights[] weights(int[][] positions, boolean[][] improved) {
      NormWeights[] weights = new NormWeights[runs.size()];
      for (int k = 0; k < weights.length; k++) {
        weights[k] = NormWeights.of(runs.get(k).loss(), ctxLen, positions[k], improved[k]);
      }
      return weights;
    }

    private NDArray total(NDManager step, NormWeights[] weights, int epoch) {
      float[] total = new float[weights.length * ctxLen];
      for (int k = 0; k < weights.length; k++) {
        double[] own = weights[k].total(runs.get(k).loss(), omegaFactor(k, epoch));
        for (int j = 0; j < ctxLen; j++) {
          total[k * ctxLen + j] = (float) own[j];
        }
      }
      return OwnedArrays.floats(step, total, weights.length, ctxLen);
    }

    private double omegaFactor(int cell, int epoch) {
      return OmegaFactor.at(runs.get(cell).loss(), epoch, runs.get(cell).optimizer().epochs());
    }

    private StepObserver.Step record(
        int epoch,
        int index,
        NDArray logits,
        float[] correct,
        NormWeights[] weights,
        NDArray norms) {
      float[] flat = norms.toFloatArray();
      double[][] perCell = new double[runs.size()][ctxLen];
      for (int i = 0; i < flat.length; i++) {
        perCell[i / ctxLen][i % ctxLen] = flat[i];
      }
      return new StepObserver.Step(
          epoch, index, logits, null, learned.values(), null, correct, weights, perCell);
    }

    private void finish(StepObserver.Step seen, float[] ce, NDList gradients, int batch) {
      for (int k = 0; k < runs.size(); k++) {
        logs.get(k)
            .step(
                seen.epoch(), ce[k], seen.correct()[k], batch, seen.weights()[k], seen.norms()[k]);
      }
      observer.step(
          new StepObserver.Step(
              seen.epoch(),
              seen.index(),
              seen.logits(),
              gradients,
              learned.values(),
              ce,
              seen.correct(),
              seen.weights(),
              seen.norms()));
    }

    /**
     * Writes an epoch down.
     *
     * @param predictions of the test images; null if they were not classified
     */
    private void endEpoch(int epoch, int[][] predictions) {
      float[] norms;
      try (NDManager scratch = bundle.newSubManager()) {
        NDArray contexts = learned.views(scratch).get(0);
        norms = contexts.norm(new int[] {3}).mean(new int[] {1}).toFloatArray();
      }
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
}
