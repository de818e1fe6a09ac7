package dev.nemesis.weights;

import java.util.List;
import java.util.Map;

/**
 * A value in a pickle of weights that is no string, number, boolean, null, {@link List} or {@link
 * Map}. Values may refer to each other in circles, so none is ever hashed, compared or printed
 * whole, but for a {@link View}, which refers to nothing that could lead back.
 */
sealed interface PickleValue {

  /** A Python tuple; also a {@code torch.Size}. */
  record Tuple(List<Object> items) implements PickleValue {}

  /**
   * An object of a class nothing of which is run: its attributes alone, as a TorchScript archive
   * stores its modules. They are set once, to a dictionary the pickle made already.
   */
  final class Attributes implements PickleValue {
    private Map<?, ?> values = Map.of();

    Map<?, ?> values() {
      return values;
    }

    void set(Map<?, ?> state) {
      values = state;
    }
  }

  /**
   * A torch storage, only claimed so far.
   *
   * @param key its entry is {@code data/KEY}
   * @param dtype as {@link dev.nemesis.tensor.TensorData} names it
   * @param count how many values it is said to hold
   */
  record Storage(String key, String dtype, long count) implements PickleValue {}

  /**
   * A tensor's view of a storage, only claimed so far.
   *
   * @param offset of the first value, in values
   * @param strides in values, one for each dimension
   */
  record View(Storage storage, long offset, long[] shape, long[] strides) implements PickleValue {}
}
