package dev.nemesis.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrayScopeTest {

  @Test
  void aPieceLeavesItsResultAlone() {
    try (NDManager pass = NDManager.newBaseManager(Device.cpu())) {
      NDArray x = OwnedArrays.floats(pass, new float[] {1, 2}, 2);
      List<NDArray> made = new ArrayList<>();

      NDArray result =
          ArrayScope.of(
              x,
              in -> {
                made.add(in.mul(in));
                return made.get(0).add(in);
              });

      assertThat(result.toFloatArray()).containsExactly(2, 6);
      assertThat(result.getManager()).isSameAs(pass);
      assertThat(pass.getManagedArrays()).containsExactly(result);
      assertThat(((PtNDArray) x).isReleased()).isTrue();
      assertThat(((PtNDArray) made.get(0)).isReleased()).isTrue();
    }
  }

  @Test
  void aPieceThatDoesNothingGivesItsInputBack() {
    try (NDManager pass = NDManager.newBaseManager(Device.cpu())) {
      NDArray x = OwnedArrays.floats(pass, new float[] {3}, 1);

      assertThat(ArrayScope.of(x, in -> in).toFloatArray()).containsExactly(3);
    }
  }

  @Test
  void aGradientFlowsThroughWhatWasLetGo() {
    try (NDManager pass = NDManager.newBaseManager(Device.cpu())) {
      NDArray leaf = Autograd.leaf(OwnedArrays.floats(pass, new float[] {1, -2}, 2));
      NDArray view = Rows.view(pass, leaf);

      Autograd.backward(
          () -> {
            NDArray squares = Autograd.withoutGradient(() -> view.mul(view)); // has none
            return ArrayScope.of(leaf.mul(leaf), in -> in.mul(in).add(squares)).sum(); // x^4 + c
          });

      assertThat(leaf.getGradient().toFloatArray()).containsExactly(4, -32);
    }
  }
}
