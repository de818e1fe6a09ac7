package dev.nemesis.data.mini;

/**
 * One figure on a picture.
 *
 * @param kind its form
 * @param x of its centre, in pixels from the left
 * @param y of its centre, in pixels from the top
 * @param size half its height, in pixels
 * @param stretch its width over its height
 * @param angle by which it is turned, in radians
 * @param fill what it is filled with
 */
record Mark(Kind kind, double x, double y, double size, double stretch, double angle, Fill fill) {
  static Mark of(Kind kind, double x, double y, double size, Fill fill) {
    return new Mark(kind, x, y, size, 1, 0, fill);
  }

  /** A rectangle, from its centre and half extents in pixels. */
  static Mark box(double x, double y, double halfWidth, double halfHeight, Fill fill) {
    return new Mark(Kind.SQUARE, x, y, halfHeight / 0.8, halfWidth / halfHeight, 0, fill);
  }

  Mark turned(double newAngle) {
    return new Mark(kind, x, y, size, stretch, newAngle, fill);
  }

  Mark filled(Fill newFill) {
    return new Mark(kind, x, y, size, stretch, angle, newFill);
  }
}
