package dev.nemesis.data.mini;

import dev.nemesis.data.Picture;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Everything about one picture of {@value #SIDE} x {@value #SIDE} pixels.
 *
 * @param background behind all marks
 * @param marks from back to front
 * @param light factor on all colours
 * @param grain largest change of a pixel's brightness, 0..255
 * @param grainSeed which grain
 * @param style how it is put on paper
 */
record Scene(
    Fill background, List<Mark> marks, double light, int grain, long grainSeed, Style style) {
  /** Pixels on each side. */
  static final int SIDE = 64;

  /** The middle, in pixels. */
  static final double MIDDLE = SIDE / 2.0;

  /** How a scene is put on paper. */
  enum Style {
    PAINTED,
    /** Gray outlines on white paper. */
    SKETCHED,
    /** Few, changed colours. */
    PRINTED
  }

  Scene {
    marks = List.copyOf(marks);
  }

  /** A painted scene with a little light and grain of its own. */
  static Scene painted(Fill background, List<Mark> marks, RandomGenerator r) {
    return new Scene(
        background,
        marks,
        Pick.between(r, 0.85, 1.1),
        r.nextInt(4, 16),
        r.nextLong(),
        Style.PAINTED);
  }

  Scene with(Style newStyle) {
    return new Scene(background, marks, light, grain, grainSeed, newStyle);
  }

  /** The pixels. */
  Picture picture() {
    return new Painter(this).paint();
  }
}
