package dev.nemesis.data.mini;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Places for several marks. */
final class Layout {
  private static final int TRIES = 60;

  private Layout() {}

  /** One place, in pixels. */
  record Spot(double x, double y) {}

  /** Exactly {@code n} spots anywhere, at least {@code gap} pixels apart (which must fit). */
  static List<Spot> scattered(RandomGenerator r, int n, double margin, double gap) {
    while (true) {
      List<Spot> spots = new ArrayList<>();
      for (int tries = 0; tries < TRIES && spots.size() < n; tries++) {
        Spot spot =
            new Spot(
                Pick.between(r, margin, Scene.SIDE - margin),
                Pick.between(r, margin, Scene.SIDE - margin));
        if (spots.stream().allMatch(other -> apart(spot, other) >= gap)) {
          spots.add(spot);
        }
      }
      if (spots.size() == n) {
        return spots;
      }
    }
  }

  private static double apart(Spot a, Spot b) {
    double dx = a.x() - b.x();
    double dy = a.y() - b.y();
    return Math.sqrt(dx * dx + dy * dy);
  }
}
