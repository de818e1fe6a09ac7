package dev.nemesis.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nemesis.grid.LossSpec;
import dev.nemesis.grid.Method;
import dev.nemesis.grid.OptimizerSpec;
import dev.nemesis.loss.OmegaFactor;
import dev.nemesis.tensor.TensorData;
import dev.nemesis.train.LearningRate;
import dev.nemesis.train.StepNumbers;
import dev.nemesis.train.StepObserver;
import java.util.List;

/** Holds every step of a training against the recorded one. */
final class StepComparison implements StepObserver {
  private static final double LOSS = 1e-4;
  private static final double LOGIT = 1e-3;
  private static final double VECTOR = 1e-4;
  private static final double GRADIENT = 1e-4;
  private static final double SCHEDULE = 1e-6;
  private static final double ACCURACY = 1e-3; // of percents recorded as float32

  /**
   * A loss below this is compared as if it were this: float32 logits in the tens leave it no more
   * digits.
   */
  private static final double LEAST_LOSS = 0.1;

  private final RecordedTraining recorded;
  private final OptimizerSpec optimizer;
  private final List<Measure> measures;

  StepComparison(RecordedTraining recorded, OptimizerSpec optimizer, List<Measure> measures) {
    this.recorded = recorded;
    this.optimizer = optimizer;
    this.measures = measures;
  }

  @Override
  public void step(Step step) {
    int number = step.epoch() * recorded.stepsPerEpoch() + step.index();
    String pointer = "/steps/" + number + "/";
    String where = "step " + number;
    Trace trace = recorded.trace();
    StepNumbers numbers = step.numbers().get().get(0);
    schedule("lr", where, LearningRate.at(optimizer, step.epoch()), trace.number(pointer + "lr"));
    loss("ce_loss", where, numbers.ceLoss(), trace.number(pointer + "ce_loss"));
    norms(step.epoch(), numbers, pointer, where);
    if (!recorded.method().equals(Method.COCOOP)
        || trace.json().at(pointer + "train_accuracy").isNumber()) {
      double accuracy = 100.0 * numbers.correct() / recorded.batchSize();
      double deviation = Math.abs(accuracy - trace.number(pointer + "train_accuracy"));
      measures.add(new Measure("train_accuracy", where, deviation, ACCURACY));
    }
    tensors(step, number, where);
  }

  private void norms(int epoch, StepNumbers numbers, String pointer, String where) {
    LossSpec loss = recorded.loss();
    if (loss.omega() == 0) {
      return;
    }
    Trace trace = recorded.trace();
    double factor = OmegaFactor.at(loss, epoch, optimizer.epochs());
    schedule("omega_schedule", where, factor, trace.number(pointer + "omega_schedule"));
    double norm = 0;
    for (int j = 0; j < recorded.prompt().ctxLen(); j++) {
      norm += (ofPun(j, numbers) + ofPan(j, numbers)) * numbers.norms()[j];
    }
    measures.add(
        Measure.relative("norm_loss", where, norm, trace.number(pointer + "norm_loss"), LOSS));
    if (!recorded.method().equals(Method.COCOOP) || loss.usesPan()) {
      alpha(numbers, trace.need(pointer + "alpha"), where);
    }
  }

  /** PUN's weight of a position, not mixed by beta, as the published code logs it. */
  private double ofPun(int position, StepNumbers numbers) {
    LossSpec loss = recorded.loss();
    return loss.usesPan()
        ? loss.usesPun() ? loss.omega() / recorded.prompt().ctxLen() : 0
        : numbers.weights()[position];
  }

  /** PAN's weight of a position, likewise. */
  private double ofPan(int position, StepNumbers numbers) {
    LossSpec loss = recorded.loss();
    if (!loss.usesPan()) {
      return 0;
    }
    double own = numbers.weights()[position] - loss.beta() * ofPun(position, numbers);
    return Math.abs(own) < SCHEDULE * loss.omega() ? 0 : own / (1 - loss.beta());
  }

  /** Alphas are equal where they are not zero in the same places and have omega there. */
  private void alpha(StepNumbers numbers, JsonNode alpha, String where) {
    LossSpec loss = recorded.loss();
    long different = 0;
    for (int j = 0; j < recorded.prompt().ctxLen(); j++) {
      double ours =
          loss.usesPan()
              ? (ofPan(j, numbers) > 0 ? loss.omegaOfPan() : 0)
              : (ofPun(j, numbers) > 0 ? loss.omega() : 0);
      different += Deviation.relative(ours, alpha.path(j).asDouble(Double.NaN)) < SCHEDULE ? 0 : 1;
    }
    measures.add(Measure.equal("alpha", where, different));
  }

  private void tensors(Step step, int number, String where) {
    RecordedTensors tensors = recorded.tensors();
    boolean first = number < 2;
    boolean last = number == recorded.steps() - 1;
    if (!recorded.method().equals(Method.COCOOP) || tensors.has("logits." + number)) {
      float[] logits = tensors.get("logits." + number).toFloats();
      measures.add(Measure.largest("logits", where, step.logits().toFloatArray(), logits, LOGIT));
    }
    if (first || last || tensors.has("ctx." + number)) {
      TensorData ctx = tensors.get("ctx." + number);
      vectors("ctx", where, step.learned().get(0).toFloatArray(), ctx, VECTOR);
    }
    if (first || tensors.has("ctx_grad." + number)) {
      TensorData gradient = tensors.get("ctx_grad." + number);
      vectors("ctx_grad", where, step.gradients().get(0).toFloatArray(), gradient, GRADIENT);
    }
    JsonNode norms = recorded.trace().json().at("/steps/" + number + "/ctx_norms");
    if (norms.isArray()) {
      float[] theirs = new float[norms.size()];
      for (int j = 0; j < theirs.length; j++) {
        theirs[j] = (float) norms.get(j).asDouble();
      }
      float[] ours = step.learned().get(0).norm(new int[] {3}).mean(new int[] {1}).toFloatArray();
      measures.add(Measure.relative("ctx_norms", where, ours, theirs, VECTOR));
    }
  }

  private void vectors(
      String what, String where, float[] ours, TensorData theirs, double tolerance) {
    measures.add(Measure.relative(what, where, ours, theirs.toFloats(), tolerance));
  }

  private void schedule(String what, String where, double ours, double theirs) {
    measures.add(Measure.relative(what, where, ours, theirs, SCHEDULE));
  }

  private void loss(String what, String where, double ours, double theirs) {
    double deviation = Math.abs(ours - theirs) / Math.max(Math.abs(theirs), LEAST_LOSS);
    measures.add(new Measure(what, where, deviation, LOSS));
  }
}
