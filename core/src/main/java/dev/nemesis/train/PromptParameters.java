package dev.nemesis.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.grid.OptimizerSpec;
import dev.nemesis.prompt.ArrayShape;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The parameters a bundle learns and their SGD state, fp32: arrays {@code [K, ...]}, the context
 * vectors {@code [K, V, L, W]} first.
 */
final class PromptParameters {
  private final NDList values;
  private final NDList momenta = new NDList();
  private final NDList momentum; // of each array [K, 1, ...], with as many dimensions
  private final NDList weightDecay; // likewise
  private final boolean anyNesterov;
  private final NDList ofBuffer; // the share of the momentum buffer in a change, likewise
  private final NDList ofGradient; // that of the gradient: 1 with Nesterov, else 0
  private final List<OptimizerSpec> optimizers;

  /**
   * Starts as the runs say.
   *
   * @param arrays that one run learns
   */
  PromptParameters(NDManager manager, List<Run> runs, List<ArrayShape> arrays) {
    values = stacked(manager, runs.stream().map(Run::start).toList(), arrays);
    values.forEach(array -> momenta.add(manager.zeros(array.getShape(), DataType.FLOAT32)));
    optimizers = runs.stream().map(Run::optimizer).toList();
    momentum = perRun(manager, OptimizerSpec::momentum);
    weightDecay = perRun(manager, OptimizerSpec::weightDecay);
    anyNesterov = optimizers.stream().anyMatch(OptimizerSpec::usesNesterov);
    ofBuffer = perRun(manager, o -> o.usesNesterov() ? o.momentum() : 1);
    ofGradient = perRun(manager, o -> o.usesNesterov() ? 1 : 0);
  }

  /**
   * Several runs' arrays as one.
   *
   * @param perRun of each run, its arrays, row-major
   * @param arrays that one run learns
   * @return {@code [K, ...]} each
   */
  static NDList stacked(NDManager manager, List<List<float[]>> perRun, List<ArrayShape> arrays) {
    NDList stacked = new NDList();
    for (int i = 0; i < arrays.size(); i++) {
      Shape one = arrays.get(i).shape();
      int size = (int) one.size();
      float[] all = new float[perRun.size() * size];
      for (int k = 0; k < perRun.size(); k++) {
        System.arraycopy(perRun.get(k).get(i), 0, all, k * size, size);
      }
      Shape shape = new Shape(perRun.size()).addAll(one);
      stacked.add(OwnedArrays.floats(manager, all, shape.getShape()));
    }
    return stacked;
  }

  /** Each run's own number, for each array: {@code [K, 1, ...]}. */
  private NDList perRun(NDManager manager, ToDoubleFunction<OptimizerSpec> number) {
    float[] numbers = new float[optimizers.size()];
    for (int k = 0; k < numbers.length; k++) {
      numbers[k] = (float) number.applyAsDouble(optimizers.get(k));
    }
    NDList perArray = new NDList();
    for (NDArray array : values) {
      long[] shape = new long[array.getShape().dimension()];
      Arrays.fill(shape, 1);
      shape[0] = numbers.length;
      perArray.add(OwnedArrays.floats(manager, numbers, shape));
    }
    return perArray;
  }

  NDList values() {
    return values;
  }

  /** The arrays as they are now, to read from within a step. */
  NDList views(NDManager step) {
    NDList views = new NDList();
    values.forEach(array -> views.add(Rows.view(step, array)));
    return views;
  }

  /** Copies whose gradients can be asked. */
  NDList leaves(NDManager step) {
    NDList leaves = new NDList();
    views(step).forEach(view -> leaves.add(Autograd.leaf(view)));
    return leaves;
  }

  /** The learning rates of an epoch, for each array: {@code [K, 1, ...]}. */
  NDList learningRates(NDManager manager, int epoch) {
    return perRun(manager, optimizer -> LearningRate.at(optimizer, epoch));
  }

  /**
   * One step: {@code buffer = momentum x buffer + (gradient + decay x value); value -= lr x
   * buffer}; with Nesterov, {@code value -= lr x (gradient + decay x value + momentum x buffer)}.
   *
   * @param gradients of all arrays, in the step's manager
   * @param learningRates of all arrays
   */
  void update(NDList gradients, NDList learningRates) {
    for (int i = 0; i < values.size(); i++) {
      NDArray gradient = gradients.get(i);
      NDManager step = gradient.getManager();
      NDArray value = values.get(i);
      NDArray buffer = momenta.get(i);
      NDArray decay = value.mul(weightDecay.get(i));
      decay.attach(step);
      NDArray decayed = decay.add(gradient);
      buffer.muli(momentum.get(i)).addi(decayed);
      NDArray direction = buffer;
      if (anyNesterov) {
        direction = buffer.mul(ofBuffer.get(i));
        direction.attach(step);
        direction.addi(decayed.mul(ofGradient.get(i)));
      }
      NDArray change = direction.mul(learningRates.get(i));
      change.attach(step);
      value.subi(change);
    }
  }

  /** All runs' arrays, row-major: one list a run. */
  List<List<float[]>> perRun() {
    List<List<float[]>> runs = new ArrayList<>();
    optimizers.forEach(o -> runs.add(new ArrayList<>()));
    for (NDArray array : values) {
      float[] all = array.toFloatArray();
      int size = all.length / runs.size();
      for (int k = 0; k < runs.size(); k++) {
        runs.get(k).add(Arrays.copyOfRange(all, k * size, (k + 1) * size));
      }
    }
    return runs;
  }
}
