package dev.nemesis.train;

import dev.nemesis.grid.EpochResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The log of one run so far, epoch by epoch. */
final class EpochLog {
  private final List<EpochResult> epochs = new ArrayList<>();
  private final Integer[] tried;
  private final Integer[] counts;
  private double ceSum;
  private double normSum;
  private double correct;
  private int steps;
  private int images;
  private String divergence;

  EpochLog(int ctxLen) {
    tried = new Integer[ctxLen];
    counts = new Integer[ctxLen];
    startEpoch();
  }

  private void startEpoch() {
    ceSum = 0;
    normSum = 0;
    correct = 0;
    steps = 0;
    images = 0;
    Arrays.fill(tried, 0);
    Arrays.fill(counts, 0);
  }

  void step(int epoch, StepNumbers step, int batch) {
    double norm = step.normLoss();
    if (divergence == null && !Double.isFinite(step.ceLoss() + norm)) {
      divergence = "the loss is not finite in epoch " + epoch + ", step " + steps;
    }
    ceSum += step.ceLoss();
    normSum += norm;
    correct += step.correct();
    images += batch;
    steps++;
    for (int i = 0; i < step.positions().length; i++) {
      tried[step.positions()[i]]++;
      counts[step.positions()[i]] += step.improved()[i] ? 1 : 0;
    }
  }

  void endEpoch(int epoch, double lr, double omegaFactor, Double testAccuracy, Double[] norms) {
    // The last step's update is followed by no loss that would tell.
    if (divergence == null && Arrays.stream(norms).anyMatch(norm -> !Double.isFinite(norm))) {
      divergence = "a norm is not finite after epoch " + epoch;
    }
    if (divergence == null) {
      epochs.add(
          new EpochResult(
              epoch,
              lr,
              omegaFactor,
              ceSum / steps,
              normSum / steps,
              100 * correct / images,
              testAccuracy,
              List.of(norms),
              List.of(tried),
              List.of(counts)));
    }
    startEpoch();
  }

  Outcome outcome(List<float[]> learned, int[] predictions) {
    return new Outcome(
        learned,
        epochs,
        predictions,
        Optional.ofNullable(divergence).or(() -> TestSet.flaw(predictions)));
  }
}
