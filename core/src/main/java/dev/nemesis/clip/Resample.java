package dev.nemesis.clip;

import dev.nemesis.data.Picture;

/**
 * Pillow's antialiased bicubic resize of 8-bit pictures, bit for bit: the filter widened by the
 * scale when shrinking, coefficients as integers, rows first, 8 bits in between.
 */
final class Resample {
  private static final double A = -0.5;
  private static final double SUPPORT = 2;
  private static final int PRECISION_BITS = 32 - 8 - 2;

  private Resample() {}

  /** Scales a picture to another width and height, both at least 1. */
  static Picture bicubic(Picture picture, int width, int height) {
    Picture wide = picture.width() == width ? picture : horizontal(picture, width);
    return wide.height() == height ? wide : vertical(wide, height);
  }

  private static Picture horizontal(Picture in, int width) {
    Taps[] taps = taps(in.width(), width);
    byte[] out = new byte[in.height() * width * 3];
    int at = 0;
    for (int y = 0; y < in.height(); y++) {
      for (Taps tap : taps) {
        int from = (y * in.width() + tap.first) * 3;
        for (int channel = 0; channel < 3; channel++) {
          out[at++] = tap.apply(in.rgb(), from + channel, 3);
        }
      }
    }
    return new Picture(width, in.height(), out);
  }

  private static Picture vertical(Picture in, int height) {
    int row = in.width() * 3;
    byte[] out = new byte[height * row];
    int at = 0;
    for (Taps tap : taps(in.height(), height)) {
      for (int x = 0; x < row; x++) {
        out[at++] = tap.apply(in.rgb(), tap.first * row + x, row);
      }
    }
    return new Picture(in.width(), height, out);
  }

  /** Computes the filter taps of each of {@code to} pixels resampled from {@code from}. */
  private static Taps[] taps(int from, int to) {
    double scale = (double) from / to;
    double stretch = Math.max(scale, 1);
    double support = SUPPORT * stretch;
    Taps[] taps = new Taps[to];
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * scale;
      int first = Math.max(0, (int) (centre - support + 0.5));
      int end = Math.min(from, (int) (centre + support + 0.5));
      double[] weights = new double[end - first];
      double sum = 0;
      for (int x = 0; x < weights.length; x++) {
        weights[x] = cubic((x + first - centre + 0.5) * (1 / stretch));
        sum += weights[x];
      }
      taps[i] = new Taps(first, fixedPoint(weights, sum));
    }
    return taps;
  }

  private static int[] fixedPoint(double[] weights, double sum) {
    int[] fixed = new int[weights.length];
    for (int x = 0; x < fixed.length; x++) {
      double weight = (sum == 0 ? weights[x] : weights[x] / sum) * (1 << PRECISION_BITS);
      fixed[x] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
    }
    return fixed;
  }

  private static double cubic(double offset) {
    double x = Math.abs(offset);
    if (x < 1) {
      return ((A + 2) * x - (A + 3)) * x * x + 1;
    }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
  }

  /** The weights of one output pixel, from input pixel {@code first} on. */
  private static final class Taps {
    private final int first;
    private final int[] weights;

    private Taps(int first, int[] weights) {
      this.first = first;
      this.weights = weights;
    }

    private byte apply(byte[] pixels, int from, int stride) {
      int sum = 1 << (PRECISION_BITS - 1);
      int at = from;
      for (int weight : weights) {
        sum += (pixels[at] & 0xff) * weight;
        at += stride;
      }
      return (byte) Math.max(0, Math.min(255, sum >> PRECISION_BITS));
    }
  }
}
