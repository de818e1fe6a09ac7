package dev.nemesis.grid;

import java.util.Map;
import java.util.OptionalInt;

/** How many epochs a cell of so many shots is trained. */
interface EpochRule {
  /** Empty if the grid file says nothing for these shots. */
  OptionalInt epochs(String dataset, int shots);

  /**
   * The paper's: 50 at 1 shot, 100 up to 4, 200 above; always 50 on ImageNet, always 10 for CoCoOp.
   */
  static EpochRule paper(Method method) {
    if (method == Method.COCOOP) {
      return always(10);
    }
    return (dataset, shots) ->
        OptionalInt.of(
            shots == 1 || PaperDefaults.isImageNet(dataset) ? 50 : shots <= 4 ? 100 : 200);
  }

  static EpochRule always(int epochs) {
    return (dataset, shots) -> OptionalInt.of(epochs);
  }

  static EpochRule by(Map<Integer, Integer> byShots) {
    Map<Integer, Integer> known = Map.copyOf(byShots);
    return (dataset, shots) ->
        known.containsKey(shots) ? OptionalInt.of(known.get(shots)) : OptionalInt.empty();
  }
}
