package dev.nemesis.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.nemesis.grid.LossSpec;
import dev.nemesis.grid.OptimizerSpec;
import dev.nemesis.prompt.ArrayShape;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** SGD of a whole bundle, against PyTorch's formula, run by run and number by number. */
class PromptParametersTest {
  private static final int STEPS = 4;
  private static final int SIZE = 3;

  @Test
  void eachRunOfABundleStepsAsItsOwnOptimizerSays() {
    OptimizerSpec plain = new OptimizerSpec(1, 1, 0.1, 0.9, 0.01, 0, 0);
    OptimizerSpec ahead = new OptimizerSpec(1, 1, 0.2, 0.5, 0.02, 0, 0, true);
    OptimizerSpec still = new OptimizerSpec(1, 1, 0.1, 0, 0, 0, 0);
    List<OptimizerSpec> optimizers = List.of(plain, ahead, still);

    for (List<OptimizerSpec> some : List.of(optimizers, List.of(plain, still), List.of(ahead))) {
      List<float[]> bundled = bundled(some);
      for (int run = 0; run < some.size(); run++) {
        float[] values = bundled.get(run);
        double[] slow = slow(some.get(run), run);
        for (int i = 0; i < SIZE; i++) {
          assertThat((double) values[i]).as("run %d", run).isCloseTo(slow[i], within(1e-6));
        }
      }
    }
  }

  private static double start(int run, int i) {
    return 0.5 * (run + 1) - i;
  }

  private static double gradient(int step, int run, int i) {
    return Math.sin(1 + step + 2.0 * run + 3.0 * i);
  }

  /** All runs at once. */
  private static List<float[]> bundled(List<OptimizerSpec> optimizers) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      List<Run> runs =
          IntStream.range(0, optimizers.size())
              .mapToObj(
                  run -> {
                    float[] values = new float[SIZE];
                    for (int i = 0; i < SIZE; i++) {
                      values[i] = (float) start(run, i);
                    }
                    return new Run(LossSpec.NONE, optimizers.get(run), List.of(values), null, null);
                  })
              .toList();
      PromptParameters parameters =
          new PromptParameters(
              manager, runs, List.of(new ArrayShape("ctx", new Shape(1, 1, SIZE))));
      for (int step = 0; step < STEPS; step++) {
        try (NDManager scratch = manager.newSubManager()) {
          float[] all = new float[runs.size() * SIZE];
          for (int k = 0; k < all.length; k++) {
            all[k] = (float) gradient(step, k / SIZE, k % SIZE);
          }
          NDArray gradients = scratch.create(all, new Shape(runs.size(), 1, 1, SIZE));
          parameters.update(new NDList(gradients), parameters.learningRates(scratch, 0));
        }
      }
      return parameters.perRun().stream().map(arrays -> arrays.get(0)).toList();
    }
  }

  /** As {@code torch.optim.SGD} does, of one epoch whose rate is the peak. */
  private static double[] slow(OptimizerSpec optimizer, int run) {
    double[] values = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      double value = start(run, i);
      double buffer = 0;
      for (int step = 0; step < STEPS; step++) {
        double g = gradient(step, run, i) + optimizer.weightDecay() * value;
        buffer = optimizer.momentum() * buffer + g;
        double d = optimizer.usesNesterov() ? g + optimizer.momentum() * buffer : buffer;
        value -= optimizer.lr() * d;
      }
      values[i] = value;
    }
    return values;
  }
}
