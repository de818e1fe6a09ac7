package dev.nemesis.bench;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A quantity measured at some points: straight lines between them, and beyond the outermost the
 * line through the outer two, never below 0.
 */
final class Curve {
  private final NavigableMap<Double, Double> points;

  /** At least one point. */
  Curve(Map<Double, Double> points) {
    this.points = new TreeMap<>(points);
  }

  /** The value; where a single point was measured, in proportion to it. */
  double at(double x) {
    if (points.size() == 1) {
      Map.Entry<Double, Double> only = points.firstEntry();
      return only.getValue() * x / only.getKey();
    }
    Map.Entry<Double, Double> below = points.floorEntry(x);
    if (below == null) {
      below = points.firstEntry();
    }
    Map.Entry<Double, Double> above = points.higherEntry(below.getKey());
    if (above == null) {
      above = below;
      below = points.lowerEntry(above.getKey());
    }
    double slope = (above.getValue() - below.getValue()) / (above.getKey() - below.getKey());
    return Math.max(0, below.getValue() + slope * (x - below.getKey()));
  }
}
