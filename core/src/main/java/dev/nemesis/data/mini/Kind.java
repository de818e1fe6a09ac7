package dev.nemesis.data.mini;

import static dev.nemesis.data.mini.Distances.box;
import static dev.nemesis.data.mini.Distances.circle;
import static dev.nemesis.data.mini.Distances.oval;
import static dev.nemesis.data.mini.Distances.polygon;
import static dev.nemesis.data.mini.Distances.spiked;

import dev.nemesis.data.mini.Distances.Figure;
import java.util.Locale;

/** The kinds of figure that can be drawn, in the square from -1 to 1, {@code y} downwards. */
enum Kind {
  CIRCLE((x, y) -> circle(x, y, 0, 0, 0.9)),
  SQUARE((x, y) -> box(x, y, 0, 0, 0.8, 0.8)),
  TRIANGLE(polygon(0, -0.95, 0.95, 0.75, -0.95, 0.75)),
  STAR(spiked(5, 1, 0.42)),
  HEART(
      union(
          (x, y) -> circle(Math.abs(x), y, 0.43, -0.33, 0.5),
          polygon(-0.86, -0.08, 0, -0.3, 0.86, -0.08, 0, 0.95))),
  CROSS((x, y) -> Math.min(box(x, y, 0, 0, 0.28, 0.95), box(x, y, 0, 0, 0.95, 0.28))),
  RING((x, y) -> Math.abs(circle(x, y, 0, 0, 0.68)) - 0.24),
  DIAMOND(polygon(0, -1, 0.65, 0, 0, 1, -0.65, 0)),
  HEXAGON(spiked(6, 0.98, 1)),
  CRESCENT((x, y) -> Math.max(circle(x, y, 0, 0, 0.95), -circle(x, y, 0.45, -0.1, 0.78))),
  ARROW(polygon(-1, -0.25, 0.1, -0.25, 0.1, -0.75, 1, 0, 0.1, 0.75, 0.1, 0.25, -1, 0.25)),
  OVAL((x, y) -> oval(x, y, 0, 0, 1, 0.55)),
  BAR((x, y) -> box(x, y, 0, 0, 1, 0.22)),
  DROP(union((x, y) -> circle(x, y, 0, 0.33, 0.62), polygon(-0.56, 0.08, 0, -1, 0.56, 0.08))),
  FLOWER(Kind::flower),
  HOUSE(
      union((x, y) -> box(x, y, 0, 0.42, 0.68, 0.5), polygon(-0.98, -0.05, 0, -0.95, 0.98, -0.05))),
  TREE(
      union(
          (x, y) -> box(x, y, 0, 0.75, 0.16, 0.25),
          union(polygon(0, -1, 0.6, 0, -0.6, 0), polygon(0, -0.5, 0.85, 0.6, -0.85, 0.6)))),
  FISH(
      union((x, y) -> oval(x, y, -0.2, 0, 0.75, 0.6), polygon(0.35, 0, 1, -0.55, 0.8, 0, 1, 0.55))),
  BOLT(polygon(0.2, -1, -0.6, 0.15, -0.05, 0.15, -0.25, 1, 0.6, -0.25, 0.05, -0.25, 0.5, -1)),
  CLOUD(
      (x, y) ->
          Math.min(
              Math.min(circle(x, y, -0.5, 0.15, 0.42), circle(x, y, 0.52, 0.18, 0.4)),
              Math.min(circle(x, y, 0, -0.15, 0.55), box(x, y, 0, 0.35, 0.6, 0.22)))),
  BOAT(
      union(
          polygon(-1, 0.35, 1, 0.35, 0.6, 0.9, -0.6, 0.9),
          union(
              polygon(-0.05, -1, -0.05, 0.2, -0.75, 0.2), polygon(0.1, -0.7, 0.7, 0.2, 0.1, 0.2)))),
  MUSHROOM(
      (x, y) ->
          Math.min(Math.max(circle(x, y, 0, 0.05, 0.92), y - 0.05), box(x, y, 0, 0.45, 0.24, 0.5))),
  HOURGLASS(
      union(
          polygon(-0.75, -0.95, 0.75, -0.95, 0, 0.08), polygon(-0.75, 0.95, 0.75, 0.95, 0, -0.08))),
  LEAF((x, y) -> Math.max(circle(x, y, -0.55, 0, 1.12), circle(x, y, 0.55, 0, 1.12))),
  // Never in a caption: what they look like has to be learned from a few shots.
  KEY(
      (x, y) ->
          Math.min(
              Math.min(Math.abs(circle(x, y, -0.55, 0, 0.33)) - 0.12, box(x, y, 0.4, 0, 0.6, 0.11)),
              Math.min(box(x, y, 0.9, 0.2, 0.1, 0.25), box(x, y, 0.55, 0.17, 0.1, 0.22)))),
  CUP(
      (x, y) ->
          Math.min(
              box(x, y, -0.2, 0.05, 0.55, 0.75),
              Math.max(Math.abs(circle(x, y, 0.4, 0, 0.42)) - 0.13, 0.3 - x))),
  LADDER(
      (x, y) -> {
        double sides = box(Math.abs(x), y, 0.5, 0, 0.11, 1);
        double rung = Math.abs(Math.abs(Math.abs(y) - 0.45) - 0.22) - 0.1;
        return Math.min(sides, Math.max(rung, Math.abs(x) - 0.5));
      }),
  COMB(
      (x, y) -> {
        double back = box(x, y, 0, -0.55, 0.95, 0.22);
        double tooth = Math.abs(Math.abs(Math.abs(x) - 0.42) - 0.24) - 0.1;
        return Math.min(back, Math.max(Math.max(tooth, Math.abs(x) - 0.9), Math.abs(y) - 0.7));
      }),
  PENTAGON(spiked(5, 0.98, 1)),
  TRAPEZOID(polygon(-0.5, -0.65, 0.5, -0.65, 1, 0.65, -1, 0.65)),
  SEMICIRCLE((x, y) -> Math.max(circle(x, y, 0, 0.45, 0.95), y - 0.45));

  @SuppressWarnings("ImmutableEnumChecker") // functions of their arguments only
  private final Figure figure;

  Kind(Figure figure) {
    this.figure = figure;
  }

  /** Signed distance of a point from the edge, negative inside. */
  double distance(double x, double y) {
    return figure.at(x, y);
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String plural() {
    return this == CROSS ? "crosses" : word() + "s";
  }

  private static double flower(double x, double y) {
    // Six petals: fold the plane onto one sixth of it.
    double fx = Math.abs(x);
    double fy = Math.abs(y);
    double petals = Math.min(circle(fx, fy, 0.61, 0, 0.34), circle(fx, fy, 0.305, 0.528, 0.34));
    return Math.min(petals, circle(x, y, 0, 0, 0.42));
  }

  private static Figure union(Figure a, Figure b) {
    return (x, y) -> Math.min(a.at(x, y), b.at(x, y));
  }
}
