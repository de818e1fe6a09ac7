package dev.nemesis.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.nemesis.grid.LossSpec;
import dev.nemesis.grid.Norm;
import dev.nemesis.grid.OmegaSchedule;
import dev.nemesis.tensor.OwnedArrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PositionWeightsTest {
  private static final int CTX = 4;

  private static final List<LossSpec> LOSSES =
      List.of(
          LossSpec.NONE,
          loss(10, 1, 0, true, null), // PUN
          loss(5, 0, 3, true, null), // PAN, three trials
          loss(2, 0.3, 2, true, 7.0), // both, PAN with an omega of its own
          loss(3, 0.5, 2, false, null)); // both, without selection

  /** Per run: the positions tried, and which of them improved. */
  private static final int[][] POSITIONS = {{}, {}, {3, 0, 1}, {2, 1}, {0, 2}};

  private static final boolean[][] IMPROVED = {
    {}, {}, {true, false, true}, {false, false}, {false, false}
  };

  private static LossSpec loss(
      double omega, double beta, int positions, boolean selection, Double panOmega) {
    return new LossSpec(
        omega,
        beta,
        Norm.L2,
        OmegaSchedule.CONSTANT,
        0,
        positions,
        selection ? 0.5 : 0,
        selection,
        panOmega);
  }

  @Test
  void onTheDeviceTheyAreWhatEachRunsWeightsSay() {
    int[] owners = {2, 2, 2, 3, 3, 4, 4};
    float[] tried = new float[owners.length * CTX];
    float[] selected = new float[owners.length];
    int m = 0;
    for (int k = 0; k < LOSSES.size(); k++) {
      for (int i = 0; i < POSITIONS[k].length; i++, m++) {
        tried[m * CTX + POSITIONS[k][i]] = 1;
        selected[m] = IMPROVED[k][i] || !LOSSES.get(k).selection() ? 1 : 0;
      }
    }
    float[] factors;
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      factors =
          new PositionWeights(manager, LOSSES, CTX, owners)
              .of(
                  manager,
                  OwnedArrays.floats(manager, tried, owners.length, CTX),
                  OwnedArrays.floats(manager, selected, owners.length))
              .toFloatArray();
    }
    for (int k = 0; k < LOSSES.size(); k++) {
      LossSpec loss = LOSSES.get(k);
      SlowWeights weights = SlowWeights.of(loss, CTX, POSITIONS[k], IMPROVED[k]);
      for (int j = 0; j < CTX; j++) {
        double expected = loss.beta() * weights.pun()[j] + (1 - loss.beta()) * weights.pan()[j];
        assertThat((double) factors[k * CTX + j])
            .as("run %s, position %s", k, j)
            .isCloseTo(expected, within(1e-6));
      }
    }
  }
}
