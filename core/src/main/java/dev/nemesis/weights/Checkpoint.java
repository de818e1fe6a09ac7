package dev.nemesis.weights;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A training's file: a model's state dict among other things, such as the optimizer's state.
 * Programs that wrap others put one such dictionary into another.
 *
 * @param state the state dict, or a TorchScript archive's modules
 * @param epoch after which it was saved, by the innermost dictionary that says so
 */
record Checkpoint(Object state, OptionalInt epoch) {
  /** Where trainings keep the state dict; of several, the first. */
  private static final List<String> KEYS =
      List.of("state_dict", "model_state_dict", "model", "module", "net", "network", "clip");

  /** More than programs wrap each other; a dictionary may hold itself. */
  private static final int MAX_DEPTH = 8;

  /**
   * Finds the state dict in what a pickle holds. What lies beside it is the training's: averaged
   * copies of the weights too.
   */
  static Checkpoint of(Object value) {
    OptionalInt epoch = OptionalInt.empty();
    Object state = value;
    for (int depth = 0; depth < MAX_DEPTH && state instanceof Map<?, ?> map; depth++) {
      Optional<? extends Map<?, ?>> inner =
          KEYS.stream()
              .filter(key -> map.get(key) instanceof Map)
              .map(key -> (Map<?, ?>) map.get(key))
              .findFirst();
      if (inner.isEmpty()) {
        break;
      }
      if (map.get("epoch") instanceof Long number && number == number.intValue()) {
        epoch = OptionalInt.of(number.intValue());
      }
      state = inner.get();
    }
    return new Checkpoint(state, epoch);
  }
}
