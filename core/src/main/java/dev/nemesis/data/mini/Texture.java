package dev.nemesis.data.mini;

import java.util.Locale;

/**
 * Two-coloured patterns of the plane. Coordinates count periods of the pattern; the value says how
 * much ink there is, from 0 to 1, with edges as soft as a pixel.
 */
enum Texture {
  PLAIN((u, v, s) -> 0),
  STRIPED((u, v, s) -> edge(0.25 - saw(u), s)),
  DOTTED((u, v, s) -> edge(0.3 - Math.sqrt(square(saw(u)) + square(saw(v))), s)),
  CHECKERED((u, v, s) -> edge((saw(u) - 0.25) * (saw(v) - 0.25) * 6, s)),
  ZIGZAG((u, v, s) -> edge(0.25 - saw(u + 1.2 * saw(0.7 * v)), s)),
  WAVY((u, v, s) -> edge(0.25 - saw(u + 0.35 * wave(0.6 * v)), s)),
  GRIDDED((u, v, s) -> edge(0.13 - Math.min(saw(u), saw(v)), s)),
  RINGED((u, v, s) -> edge(0.25 - saw(Math.sqrt(u * u + v * v)), s)),
  SCALY((u, v, s) -> edge(0.1 - Math.abs(scale(u, v)), s)),
  SPECKLED(Texture::speckles),
  BRICKED((u, v, s) -> bricks(u, v, s)),
  CROSSED(
      (u, v, s) ->
          edge(0.11 - Math.min(saw(u), saw(v)), s) * edge(0.32 - Math.max(saw(u), saw(v)), s)),
  BLOTCHED((u, v, s) -> edge((noise(0.8 * u, 0.8 * v) - 0.5) * 1.5, s)),
  // Never in a caption.
  WOVEN((u, v, s) -> edge(0.27 - saw(odd(Math.floor(u) + Math.floor(v)) ? 3 * u : 3 * v), s)),
  FADED((u, v, s) -> Math.max(0, Math.min(1, 0.5 + 0.17 * u)));

  @FunctionalInterface
  private interface Ink {
    double at(double u, double v, double sharpness);
  }

  @SuppressWarnings("ImmutableEnumChecker") // functions of their arguments only
  private final Ink ink;

  Texture(Ink ink) {
    this.ink = ink;
  }

  /**
   * How much ink a point has.
   *
   * @param u periods along the pattern
   * @param v periods across it
   * @param sharpness pixels per period
   */
  double ink(double u, double v, double sharpness) {
    return ink.at(u, v, sharpness);
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Distance to the nearest whole number, 0..0.5. */
  private static double saw(double t) {
    return Math.abs(t - Math.floor(t + 0.5));
  }

  /** A wave of period 1 like a sine, made of parabolas. */
  private static double wave(double t) {
    double f = 2 * (t - Math.floor(t)) - 1;
    return 4 * f * (1 - Math.abs(f));
  }

  private static double square(double t) {
    return t * t;
  }

  private static boolean odd(double whole) {
    return ((long) whole & 1) != 0;
  }

  private static double edge(double inside, double sharpness) {
    return Math.max(0, Math.min(1, 0.5 + inside * sharpness));
  }

  private static double scale(double u, double v) {
    double row = Math.floor(2 * v);
    double x = odd(row) ? u + 0.5 : u;
    double y = v - row / 2;
    return Math.sqrt(square(saw(x)) + square(y)) - 0.5;
  }

  private static double bricks(double u, double v, double s) {
    double row = Math.floor(v);
    double x = 0.5 * u + (odd(row) ? 0.5 : 0);
    return edge(0.12 - Math.min(2 * saw(x), saw(v)), s);
  }

  private static double speckles(double u, double v, double s) {
    double i = Math.floor(2 * u);
    double j = Math.floor(2 * v);
    double x = 2 * u - i - 0.3 - 0.4 * hash(i, j);
    double y = 2 * v - j - 0.3 - 0.4 * hash(j + 77, i);
    return edge(0.26 * hash(i + 31, j + 5) - 0.5 * Math.sqrt(x * x + y * y) + 0.02, s);
  }

  /** Smooth noise, 0..1. */
  private static double noise(double u, double v) {
    double i = Math.floor(u);
    double j = Math.floor(v);
    double a = ease(u - i);
    double b = ease(v - j);
    double top = hash(i, j) * (1 - a) + hash(i + 1, j) * a;
    double bottom = hash(i, j + 1) * (1 - a) + hash(i + 1, j + 1) * a;
    return top * (1 - b) + bottom * b;
  }

  private static double ease(double t) {
    return t * t * (3 - 2 * t);
  }

  private static double hash(double i, double j) {
    long z = (((long) i) * 0x9E3779B97F4A7C15L) ^ (((long) j) * 0xC2B2AE3D27D4EB4FL);
    z = (z ^ (z >>> 29)) * 0xBF58476D1CE4E5B9L;
    return ((z ^ (z >>> 32)) >>> 11) * 0x1.0p-53;
  }
}
