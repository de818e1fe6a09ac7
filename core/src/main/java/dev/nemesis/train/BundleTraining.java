package dev.nemesis.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.feature.Features;
import dev.nemesis.norm.NormWeights;
import dev.nemesis.norm.OmegaFactor;
import dev.nemesis.norm.VectorNorms;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Rows;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Trains K runs together. They share the classes, the prompt's shape, the number of steps and the
 * batch size, and nothing else: every operation works on each run's own slice, so a run ends with
 * the same vectors, to rounding, as if it were alone, and one that diverges takes no other with it.
 */
public final class BundleTraining {
  private final ClipModel model;
  private final PromptForward forward;
  private final int ctxLen;

  /**
   * Prepares to train prompts for one set of classes.
   *
   * @param forward of those classes
   * @param ctxLen L
   */
  public BundleTraining(ClipModel model, PromptForward forward, int ctxLen) {
    this.model = model;
    this.forward = forward;
    this.ctxLen = ctxLen;
  }

  /**
   * Trains all runs to the end.
   *
   * @param runs K runs with equal epochs, steps and images a step
   * @param test what accuracy is measured on after every epoch
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
    private final Contexts contexts;
    private final Trials trials;
    private final VectorNorms vectorNorms;
    private final boolean normed;
    private final List<EpochLog> logs = new ArrayList<>();
    private final NDArray images; // [R, E]: every distinct training image's views, normalised
    private final int[] offsets; // where run k's images begin

    Training(NDManager bundle, List<Run> runs, TestSet test, StepObserver observer) {
      this.bundle = bundle;
      this.runs = runs;
      this.test = test;
      this.observer = observer;
      contexts = new Contexts(bundle, runs, ctxLen, model.config().textWidth());
      trials = new Trials(bundle, runs, forward, ctxLen);
      vectorNorms = new VectorNorms(bundle, runs.stream().map(r -> r.loss().norm()).toList());
      normed = runs.stream().anyMatch(r -> r.loss().omega() > 0);
      offsets = new int[runs.size()];
      images = stack();
      runs.forEach(run -> logs.add(new EpochLog(run.loss(), ctxLen)));
    }

    private NDArray stack() {
      IdentityHashMap<Features, Integer> starts = new IdentityHashMap<>();
      List<Features> distinct = new ArrayList<>();
      int rows = 0;
      for (int k = 0; k < runs.size(); k++) {
        Features features = runs.get(k).images();
        if (!starts.containsKey(features)) {
          starts.put(features, rows);
          distinct.add(features);
          rows += features.views() * features.images();
        }
        offsets[k] = starts.get(features);
      }
      int dim = distinct.get(0).dim();
      float[] values = new float[rows * dim];
      int at = 0;
      for (Features features : distinct) {
        System.arraycopy(features.values(), 0, values, at, features.values().length);
        at += features.values().length;
      }
      try (NDManager scratch = bundle.newSubManager()) {
        NDArray normalised = OwnedArrays.floats(scratch, values, rows, dim).normalize(2, 1);
        normalised.attach(bundle);
        return normalised;
      }
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
        NDArray text =
            Autograd.withoutGradient(() -> forward.text(Rows.view(scope, contexts.values())));
        predictions = endEpoch(epochs - 1, text);
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (int k = 0; k < runs.size(); k++) {
        outcomes.add(logs.get(k).outcome(contexts.of(k), predictions[k]));
      }
      return outcomes;
    }

    private void epoch(NDManager scope, int epoch) {
      int cells = runs.size();
      List<int[][]> batches = runs.stream().map(r -> r.draws().batches(epoch)).toList();
      int steps = batches.get(0).length;
      int batch = batches.get(0)[0].length;
      int[][][] positions = trials.positions(epoch, steps);
      NDList scales = trials.scales(scope, positions);
      NDArray learningRates = contexts.learningRates(scope, epoch);
      for (int s = 0; s < steps; s++) {
        long[] rows = new long[cells * batch];
        long[] labels = new long[cells * batch];
        for (int k = 0; k < cells; k++) {
          Features features = runs.get(k).images();
          int view = epoch % features.views();
          for (int i = 0; i < batch; i++) {
            int image = batches.get(k)[s][i];
            rows[k * batch + i] = offsets[k] + (long) view * features.images() + image;
            labels[k * batch + i] = features.labels()[image];
          }
        }
        try (NDManager step = scope.newSubManager()) {
          NDArray index = OwnedArrays.longs(step, rows, rows.length);
          NDArray batchImages = Rows.select(images, index).reshape(cells, batch, -1);
          step(
              epoch,
              s,
              batchImages,
              OwnedArrays.longs(step, labels, cells, batch),
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
      NDArray leaf = Autograd.leaf(Rows.view(step, contexts.values()));
      AtomicReference<StepObserver.Step> seen = new AtomicReference<>();
      NDArray[] ce = new NDArray[1];
      Autograd.backward(
          () -> {
            NDArray text = forward.text(leaf);
            if (index == 0 && epoch > 0) {
              // These prompts are the last epoch's result: its test accuracy costs no pass of its
              // own.
              endEpoch(epoch - 1, text.stopGradient());
            }
            NDArray logits = forward.logits(text, batchImages);
            ce[0] = PromptForward.crossEntropy(logits, labels);
            float[] correct = PromptForward.correct(logits.stopGradient(), labels).toFloatArray();
            boolean[][] improved =
                trials.run(leaf.stopGradient(), batchImages, labels, scale, correct);
            NDArray norms = vectorNorms.of(leaf);
            NormWeights[] weights = weights(positions, improved);
            seen.set(record(epoch, index, logits, correct, weights, norms));
            for (int k = 0; k < runs.size(); k++) {
              logs.get(k).tried(positions[k], improved[k]);
            }
            return normed ? ce[0].sum().add(norms.mul(total(step, weights, epoch)).sum()) : ce[0];
          });
      NDArray gradients = leaf.getGradient();
      contexts.update(gradients, learningRates);
      finish(seen.get(), ce[0].toFloatArray(), gradients, (int) labels.getShape().get(1));
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
          epoch, index, logits, null, contexts.values(), null, correct, weights, perCell);
    }

    private void finish(StepObserver.Step seen, float[] ce, NDArray gradients, int batch) {
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
              contexts.values(),
              ce,
              seen.correct(),
              seen.weights(),
              seen.norms()));
    }

    /** Writes an epoch down once the text features of its last prompts are known. */
    private int[][] endEpoch(int epoch, NDArray text) {
      int[][] predictions = test.classify(text);
      float[] norms;
      try (NDManager scratch = bundle.newSubManager()) {
        norms = Rows.view(scratch, contexts.values()).norm(new int[] {2}).toFloatArray();
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
                test.accuracy(predictions[k]),
                own);
      }
      return predictions;
    }
  }
}
