package dev.nemesis.data.mini;

/**
 * Signed distances to plane figures, negative inside, in the figure's own units; {@code y} grows
 * downwards as in a picture. Square roots are exact in IEEE arithmetic, so the bits are the same
 * everywhere.
 */
final class Distances {
  private Distances() {}

  /** A figure as a function of a point. */
  @FunctionalInterface
  interface Figure {
    double at(double x, double y);
  }

  static double circle(double x, double y, double cx, double cy, double radius) {
    double dx = x - cx;
    double dy = y - cy;
    return Math.sqrt(dx * dx + dy * dy) - radius;
  }

  static double box(double x, double y, double cx, double cy, double halfWidth, double halfHeight) {
    double dx = Math.abs(x - cx) - halfWidth;
    double dy = Math.abs(y - cy) - halfHeight;
    if (dx <= 0 || dy <= 0) {
      return Math.max(dx, dy);
    }
    return Math.sqrt(dx * dx + dy * dy);
  }

  /** A circle flattened to {@code flatness} of its height. */
  static double oval(double x, double y, double cx, double cy, double radius, double flatness) {
    return circle(x, cy + (y - cy) / flatness, cx, cy, radius) * flatness;
  }

  /**
   * A polygon, its corners as {@code x0, y0, x1, y1, ...}; inside is decided by counting crossed
   * edges, so that it may have notches.
   */
  static Figure polygon(double... corners) {
    int n = corners.length / 2;
    double[] x0 = new double[n];
    double[] y0 = new double[n];
    double[] ex = new double[n];
    double[] ey = new double[n];
    double[] perLengthSquared = new double[n];
    for (int i = 0; i < n; i++) {
      int next = (i + 1) % n;
      x0[i] = corners[2 * i];
      y0[i] = corners[2 * i + 1];
      ex[i] = corners[2 * next] - x0[i];
      ey[i] = corners[2 * next + 1] - y0[i];
      perLengthSquared[i] = 1 / (ex[i] * ex[i] + ey[i] * ey[i]);
    }
    return (x, y) -> {
      double nearest = Double.MAX_VALUE;
      boolean inside = false;
      for (int i = 0; i < n; i++) {
        double dx = x - x0[i];
        double dy = y - y0[i];
        double along = Math.max(0, Math.min(1, (dx * ex[i] + dy * ey[i]) * perLengthSquared[i]));
        double px = dx - along * ex[i];
        double py = dy - along * ey[i];
        nearest = Math.min(nearest, px * px + py * py);
        if (dy < 0 != dy < ey[i] && (dx * ey[i] < dy * ex[i]) == ey[i] > 0) {
          inside = !inside;
        }
      }
      double distance = Math.sqrt(nearest);
      return inside ? -distance : distance;
    };
  }

  /** A polygon with {@code n} corners, each second one at {@code inner} if that is not 1. */
  static Figure spiked(int n, double outer, double inner) {
    boolean star = inner != 1;
    int corners = star ? 2 * n : n;
    double[] xy = new double[2 * corners];
    for (int i = 0; i < corners; i++) {
      double angle = 2 * Math.PI * i / corners;
      double radius = star && i % 2 == 1 ? outer * inner : outer;
      xy[2 * i] = radius * StrictMath.sin(angle);
      xy[2 * i + 1] = -radius * StrictMath.cos(angle);
    }
    return polygon(xy);
  }
}
