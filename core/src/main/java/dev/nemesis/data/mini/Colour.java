package dev.nemesis.data.mini;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** The colours captions speak of. A drawing uses one near the named one, never quite the same. */
enum Colour {
  RED(215, 40, 40),
  ORANGE(245, 140, 25),
  YELLOW(245, 220, 50),
  GREEN(45, 160, 60),
  BLUE(40, 80, 215),
  PURPLE(130, 50, 170),
  PINK(250, 150, 190),
  BROWN(125, 75, 40),
  BLACK(25, 25, 25),
  WHITE(240, 240, 240),
  GRAY(135, 135, 135),
  CYAN(50, 205, 215);

  private static final int JITTER = 18;
  private static final int CLEARLY_APART = 160;

  private final int red;
  private final int green;
  private final int blue;

  Colour(int red, int green, int blue) {
    this.red = red;
    this.green = green;
    this.blue = blue;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A colour near this one, packed as {@code 0xRRGGBB}. */
  int near(RandomGenerator r) {
    return rgb(shift(red, r), shift(green, r), shift(blue, r));
  }

  /** Any colour that nobody would take for this one. */
  Colour other(RandomGenerator r) {
    while (true) {
      Colour other = any(r);
      if (distance(other) > CLEARLY_APART) {
        return other;
      }
    }
  }

  static Colour any(RandomGenerator r) {
    return Pick.one(r, List.of(values()));
  }

  /** Packs three channels, clamped to 0..255, as {@code 0xRRGGBB}. */
  static int rgb(int red, int green, int blue) {
    return clamp(red) << 16 | clamp(green) << 8 | clamp(blue);
  }

  private int distance(Colour other) {
    return Math.abs(red - other.red) + Math.abs(green - other.green) + Math.abs(blue - other.blue);
  }

  private static int shift(int channel, RandomGenerator r) {
    return channel + r.nextInt(-JITTER, JITTER + 1);
  }

  private static int clamp(int channel) {
    return Math.max(0, Math.min(255, channel));
  }
}
