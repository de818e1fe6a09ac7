package dev.nemesis.method;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.verify.Deviation;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Transport plans against a plain loop over one run's problems, in double precision. */
class SinkhornTest {
  private static final int PROBLEMS = 3;
  private static final int ROWS = 5;
  private static final int COLUMNS = 4;
  private static final int SIZE = PROBLEMS * ROWS * COLUMNS;

  @Test
  void everyRunEndsByItsOwnChangeAsIfItWereAlone() {
    // The second run's similarities differ more, so it takes more rounds than the first.
    float[] calm = similarities(1, 0.3);
    float[] wild = similarities(2, 0.9);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      float[] both = Arrays.copyOf(calm, 2 * SIZE);
      System.arraycopy(wild, 0, both, SIZE, SIZE);
      float[] plans =
          Sinkhorn.plan(OwnedArrays.floats(manager, both, 2, PROBLEMS, ROWS, COLUMNS))
              .toFloatArray();

      assertThat(rounds(wild)).isGreaterThan(rounds(calm));
      assertThat(Deviation.relative(Arrays.copyOf(plans, SIZE), plan(calm))).isLessThan(1e-5);
      assertThat(Deviation.relative(Arrays.copyOfRange(plans, SIZE, 2 * SIZE), plan(wild)))
          .isLessThan(1e-5);
    }
  }

  @Test
  void columnsCarryTheirMass() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      NDArray plan =
          Sinkhorn.plan(
              OwnedArrays.floats(manager, similarities(3, 0.5), 1, PROBLEMS, ROWS, COLUMNS));

      float[] masses = plan.sum(new int[] {2}).toFloatArray();

      for (float mass : masses) {
        assertThat(mass).isCloseTo(1f / COLUMNS, org.assertj.core.data.Offset.offset(1e-6f));
      }
    }
  }

  @Test
  void itsRoundsLeaveNothingBehind() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      NDArray similarities =
          OwnedArrays.floats(manager, similarities(4, 0.9), 1, PROBLEMS, ROWS, COLUMNS);
      int before = manager.getManagedArrays().size();

      Sinkhorn.plan(similarities);

      assertThat(manager.getManagedArrays()).hasSize(before + 1);
    }
  }

  private static float[] similarities(long seed, double spread) {
    Random random = new Random(seed);
    float[] values = new float[SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (spread * (2 * random.nextDouble() - 1));
    }
    return values;
  }

  private static float[] plan(float[] similarities) {
    return solve(similarities, new int[1]);
  }

  private static int rounds(float[] similarities) {
    int[] rounds = new int[1];
    solve(similarities, rounds);
    return rounds[0];
  }

  private static float[] solve(float[] similarities, int[] rounds) {
    double[] r = new double[PROBLEMS * ROWS];
    double[] c = new double[PROBLEMS * COLUMNS];
    Arrays.fill(r, 1);
    Arrays.fill(c, 1);
    double change = 1;
    for (rounds[0] = 0; rounds[0] < 100 && change >= 0.01; rounds[0]++) {
      change = 0;
      for (int p = 0; p < PROBLEMS; p++) {
        for (int m = 0; m < ROWS; m++) {
          double sum = 0;
          for (int n = 0; n < COLUMNS; n++) {
            sum += kernel(similarities, p, m, n) * c[p * COLUMNS + n];
          }
          double next = 1.0 / ROWS / sum;
          change += Math.abs(next - r[p * ROWS + m]) / r.length;
          r[p * ROWS + m] = next;
        }
        for (int n = 0; n < COLUMNS; n++) {
          double sum = 0;
          for (int m = 0; m < ROWS; m++) {
            sum += kernel(similarities, p, m, n) * r[p * ROWS + m];
          }
          c[p * COLUMNS + n] = 1.0 / COLUMNS / sum;
        }
      }
    }
    float[] plan = new float[SIZE];
    for (int p = 0; p < PROBLEMS; p++) {
      for (int m = 0; m < ROWS; m++) {
        for (int n = 0; n < COLUMNS; n++) {
          plan[(p * ROWS + m) * COLUMNS + n] =
              (float) (r[p * ROWS + m] * c[p * COLUMNS + n] * kernel(similarities, p, m, n));
        }
      }
    }
    return plan;
  }

  private static double kernel(float[] similarities, int p, int m, int n) {
    return Math.exp((similarities[(p * ROWS + m) * COLUMNS + n] - 1) / 0.1);
  }
}
