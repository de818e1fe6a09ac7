package dev.nemesis.data.mini;

import java.util.List;
import java.util.random.RandomGenerator;

/** Choices a drawing makes. */
final class Pick {
  private Pick() {}

  static <T> T one(RandomGenerator r, List<T> options) {
    return options.get(r.nextInt(options.size()));
  }

  static boolean chance(RandomGenerator r, double probability) {
    return r.nextDouble() < probability;
  }

  /** A number from {@code low} to {@code high}; they may be equal. */
  static double between(RandomGenerator r, double low, double high) {
    return low + (high - low) * r.nextDouble();
  }
}
