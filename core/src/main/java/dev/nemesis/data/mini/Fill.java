package dev.nemesis.data.mini;

import java.util.random.RandomGenerator;

/**
 * The fill of a figure or of the background.
 *
 * @param texture the pattern
 * @param base {@code 0xRRGGBB} where there is no ink
 * @param ink {@code 0xRRGGBB} where there is
 * @param period of the pattern, in pixels
 * @param angle of the pattern, in radians
 */
record Fill(Texture texture, int base, int ink, double period, double angle) {
  static Fill plain(int rgb) {
    return new Fill(Texture.PLAIN, rgb, rgb, 8, 0);
  }

  static Fill plain(Colour colour, RandomGenerator r) {
    return plain(colour.near(r));
  }

  /** A pattern of usual size at any angle. */
  static Fill of(Texture texture, Colour base, Colour ink, RandomGenerator r) {
    return of(texture, base, ink, Pick.between(r, 7, 13), r);
  }

  static Fill of(Texture texture, Colour base, Colour ink, double period, RandomGenerator r) {
    return new Fill(texture, base.near(r), ink.near(r), period, Pick.between(r, -Math.PI, Math.PI));
  }

  Fill upright() {
    return new Fill(texture, base, ink, period, 0);
  }

  Fill turned(double newAngle) {
    return new Fill(texture, base, ink, period, newAngle);
  }
}
