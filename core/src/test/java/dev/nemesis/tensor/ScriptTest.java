package dev.nemesis.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScriptTest {
  private static final Script SCRIPT =
      Script.of(
          List.of("x", "weight"),
          """
          h = torch.linear(x, weight)
          if torch.gt(torch.size(x, 0), 1):
            y = torch.silu(h)
          else:
            y = h
          return y
          """);

  @Test
  void valuesAndGradientsAreThoseOfTheSameOperationsOneByOne() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      NDArray x = OwnedArrays.floats(manager, new float[] {1, -2, 0.5f, 3}, 2, 2);
      NDArray weight = OwnedArrays.floats(manager, new float[] {0.3f, -1, 2, 0.1f}, 2, 2);

      Result scripted = run(x, leaf -> SCRIPT.apply(leaf, weight));
      Result plain =
          run(
              x,
              leaf -> {
                NDArray h = leaf.matMul(weight.transpose());
                return h.mul(Activation.sigmoid(h));
              });

      assertThat(scripted.values()).containsExactly(plain.values(), within(1e-6f));
      assertThat(scripted.gradient()).containsExactly(plain.gradient(), within(1e-6f));
    }
  }

  @Test
  void aBranchIsTakenByShape() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      NDArray x = OwnedArrays.floats(manager, new float[] {1, -2}, 1, 2);
      NDArray unit = manager.eye(2);

      assertThat(SCRIPT.apply(x, unit).toFloatArray()).containsExactly(1, -2);
    }
  }

  @Test
  void theResultIsAllThatIsLeftAndIsWithTheFirstArgument() {
    try (NDManager owner = NDManager.newBaseManager(Device.cpu());
        NDManager pass = NDManager.newBaseManager(Device.cpu())) {
      NDArray weight = owner.eye(2);
      NDArray x = pass.ones(weight.getShape());

      NDArray result = SCRIPT.apply(x, weight);

      assertThat(pass.getManagedArrays()).containsExactlyInAnyOrder(x, result);
      assertThat(owner.getManagedArrays()).containsExactly(weight);
    }
  }

  @Test
  void whatWasMadeWithoutGradientsCanStandInAPassThatHasThem() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      NDArray weight = manager.eye(2);
      NDArray made =
          Autograd.withoutGradient(
              () -> SCRIPT.apply(OwnedArrays.floats(manager, new float[] {1, -2}, 1, 2), weight));

      Result result =
          run(OwnedArrays.floats(manager, new float[] {5, 7}, 1, 2), leaf -> leaf.mul(made));

      assertThat(result.gradient()).containsExactly(1, -2);
    }
  }

  @Test
  void threadsAtOnceGetTheSameBits() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      NDArray weight = manager.randomNormal(new Shape(16, 16));
      float[] values = new float[8 * 16];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) Math.sin(i);
      }
      List<Result> results =
          IntStream.range(0, 64)
              .parallel()
              .mapToObj(
                  i -> {
                    try (NDManager own = manager.newSubManager()) {
                      NDArray x = OwnedArrays.floats(own, values, 8, 16);
                      return run(x, leaf -> SCRIPT.apply(leaf, weight));
                    }
                  })
              .toList();

      assertThat(results)
          .allSatisfy(
              result -> {
                assertThat(result.values()).isEqualTo(results.get(0).values());
                assertThat(result.gradient()).isEqualTo(results.get(0).gradient());
              });
    }
  }

  private record Result(float[] values, float[] gradient) {}

  private static Result run(NDArray x, UnaryOperator<NDArray> function) {
    NDArray leaf = Autograd.leaf(x);
    NDArray[] result = new NDArray[1];
    Autograd.backward(
        () -> {
          result[0] = function.apply(leaf);
          return result[0].sum();
        });
    return new Result(result[0].toFloatArray(), leaf.getGradient().toFloatArray());
  }
}
