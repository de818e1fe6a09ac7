package dev.nemesis.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.grid.OptimizerSpec;
import dev.nemesis.tensor.OwnedArrays;
import java.util.Arrays;
import java.util.List;

/** The soft prompts of a bundle and their SGD state, fp32, {@code [K, L, W]}. */
final class Contexts {
  private final NDArray values;
  private final NDArray momenta;
  private final NDArray momentum;
  private final NDArray weightDecay;
  private final List<OptimizerSpec> optimizers;

  Contexts(NDManager manager, List<Run> runs, int ctxLen, int width) {
    int cells = runs.size();
    float[] start = new float[cells * ctxLen * width];
    for (int k = 0; k < cells; k++) {
      float[] context = runs.get(k).draws().context();
      System.arraycopy(context, 0, start, k * ctxLen * width, ctxLen * width);
    }
    values = OwnedArrays.floats(manager, start, cells, ctxLen, width);
    momenta = manager.zeros(new Shape(cells, ctxLen, width), DataType.FLOAT32);
    optimizers = runs.stream().map(Run::optimizer).toList();
    momentum = perCell(manager, optimizers.stream().mapToDouble(OptimizerSpec::momentum).toArray());
    weightDecay =
        perCell(manager, optimizers.stream().mapToDouble(OptimizerSpec::weightDecay).toArray());
  }

  /** Each cell's own number, to multiply {@code [K, L, W]} with. */
  private static NDArray perCell(NDManager manager, double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return OwnedArrays.floats(manager, floats, floats.length, 1, 1);
  }

  NDArray values() {
    return values;
  }

  /** The learning rates of an epoch, {@code [K, 1, 1]}. */
  NDArray learningRates(NDManager manager, int epoch) {
    return perCell(
        manager, optimizers.stream().mapToDouble(o -> LearningRate.at(o, epoch)).toArray());
  }

  /**
   * One step: {@code buffer = momentum x buffer + (gradient + decay x value); value -= lr x
   * buffer}.
   *
   * @param gradients {@code [K, L, W]} in the step's manager
   */
  void update(NDArray gradients, NDArray learningRates) {
    NDManager step = gradients.getManager();
    NDArray decay = values.mul(weightDecay);
    decay.attach(step);
    momenta.muli(momentum).addi(decay.add(gradients));
    NDArray change = momenta.mul(learningRates);
    change.attach(step);
    values.subi(change);
  }

  /** The vectors of one cell, {@code [L, W]} row-major. */
  float[] of(int cell) {
    float[] all = values.toFloatArray();
    int size = all.length / optimizers.size();
    return Arrays.copyOfRange(all, cell * size, (cell + 1) * size);
  }
}
