package dev.nemesis.loss;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.grid.Norm;
import dev.nemesis.tensor.Autograd;
import dev.nemesis.tensor.OwnedArrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuresTest {
  private static final float[] TWO_SETS_OF_TWO = {3, -4, 1, 1, 0, 0, 2, -2};

  @Test
  void eachCellHasItsOwnNormSummedOverItsSets() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      float[] three = new float[3 * TWO_SETS_OF_TWO.length];
      for (int i = 0; i < three.length; i++) {
        three[i] = TWO_SETS_OF_TWO[i % TWO_SETS_OF_TWO.length];
      }
      NDArray norms =
          new Measures(
                  manager, List.of(new PNorm(Norm.L1), new PNorm(Norm.L2), new PNorm(Norm.LINF)))
              .of(OwnedArrays.floats(manager, three, 3, 2, 2, 2));

      assertThat(norms.toFloatArray())
          .containsExactly(7, 6, 5, (float) (Math.sqrt(2) + Math.sqrt(8)), 4, 3);
    }
  }

  @Test
  void equallyLargeElementsShareTheGradientOfTheLargest() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      NDArray leaf =
          Autograd.leaf(OwnedArrays.floats(manager, new float[] {2, -2, 1, 0, 0, 3}, 1, 1, 2, 3));
      Autograd.backward(() -> new Measures(manager, List.of(new PNorm(Norm.LINF))).of(leaf));

      assertThat(leaf.getGradient().toFloatArray()).containsExactly(0.5f, -0.5f, 0, 0, 0, 1);
    }
  }
}
