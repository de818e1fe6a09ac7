package dev.nemesis.grid;

import java.util.Map;
import java.util.OptionalInt;

/** How many epochs a cell of so many shots is trained. */
interface EpochRule {
  /** Empty if the grid file says nothing for these shots. */
  OptionalInt epochs(int shots);

  /** CoOp's: 50 at 1 shot, 100 up to 4, 200 above; always 50 on ImageNet. */
  static int paper(PaperCase given) {
    return given.shots() == 1 || given.isImageNet() ? 50 : given.shots() <= 4 ? 100 : 200;
  }

  static EpochRule always(int epochs) {
    return shots -> OptionalInt.of(epochs);
  }

  static EpochRule by(Map<Integer, Integer> byShots) {
    Map<Integer, Integer> known = Map.copyOf(byShots);
    return shots ->
        known.containsKey(shots) ? OptionalInt.of(known.get(shots)) : OptionalInt.empty();
  }
}
