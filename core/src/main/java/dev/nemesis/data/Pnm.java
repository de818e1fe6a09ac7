package dev.nemesis.data;

import java.io.IOException;

/**
 * A netpbm picture (P1 to P6) as Pillow reads it: levels are scaled to 255 and rounded, greys of
 * more than 255 levels are scaled to 65535 and clipped at 255. Of several pictures in a file, the
 * first.
 */
final class Pnm {
  private static final int MOST_DIGITS = 10;

  private final byte[] file;
  private int at = 2; // behind the magic number
  private final boolean plain;
  private final boolean bits;
  private final boolean colour;

  private Pnm(byte[] file) {
    this.file = file;
    int kind = file[1] - '0';
    plain = kind <= 3;
    bits = kind % 3 == 1;
    colour = kind % 3 == 0;
  }

  /**
   * Decodes a file that begins with P1 to P6.
   *
   * @throws IOException saying what is wrong with it
   */
  static Picture decode(byte[] file) throws IOException {
    return new Pnm(file).decode();
  }

  private Picture decode() throws IOException {
    int width = number();
    int height = number();
    int most = bits ? 1 : number();
    if (width < 1 || height < 1 || most < 1 || most > 65535) {
      throw new IOException(
          "its header claims %d x %d pixels with levels up to %d".formatted(width, height, most));
    }
    PictureDecoder.checkSize(width, height, file.length);
    byte[] rgb = new byte[width * height * 3];
    if (bits) {
      bits(rgb, width);
    } else {
      levels(rgb, most);
    }
    return new Picture(width, height, rgb);
  }

  private void bits(byte[] rgb, int width) throws IOException {
    int rowBytes = (width + 7) / 8;
    int start = at;
    for (int i = 0; i < rgb.length / 3; i++) {
      boolean black;
      if (plain) {
        int digit = digit();
        if (digit != '0' && digit != '1') {
          throw new IOException("one of its bits is \"" + (char) digit + "\"");
        }
        black = digit == '1';
      } else {
        int x = i % width;
        int eight = unsigned(start + i / width * rowBytes + x / 8);
        black = ((eight >> (7 - x % 8)) & 1) == 1;
      }
      grey(rgb, 3 * i, black ? 0 : 255);
    }
  }

  private void levels(byte[] rgb, int most) throws IOException {
    int scaleTo = !colour && most > 255 ? 65535 : 255;
    for (int i = 0; i < rgb.length; i += colour ? 1 : 3) {
      int value =
          plain ? number() : most < 256 ? unsigned(at++) : (unsigned(at++) << 8) | unsigned(at++);
      if (plain && value > most) {
        throw new IOException("one of its levels is " + value + ", above its largest, " + most);
      }
      int level = (int) Math.min(255, Math.rint((double) value / most * scaleTo));
      if (colour) {
        rgb[i] = (byte) level;
      } else {
        grey(rgb, i, level);
      }
    }
  }

  private static void grey(byte[] rgb, int from, int level) {
    for (int channel = 0; channel < 3; channel++) {
      rgb[from + channel] = (byte) level;
    }
  }

  /** A number, and the one byte behind it. */
  private int number() throws IOException {
    long number = 0;
    int digits = 0;
    for (int c = digit(); ; c = unsigned(at++)) {
      if (isSpace(c)) {
        return (int) Math.min(Integer.MAX_VALUE, number);
      }
      if (c < '0' || c > '9' || ++digits > MOST_DIGITS) {
        throw new IOException("a number in it is none");
      }
      number = 10 * number + c - '0';
      if (plain && at == file.length) {
        return (int) Math.min(Integer.MAX_VALUE, number);
      }
    }
  }

  /** The first byte behind white space and comments. */
  private int digit() throws IOException {
    int c = unsigned(at++);
    while (isSpace(c) || c == '#') {
      if (c == '#') {
        while (c != '\n' && c != '\r') {
          c = unsigned(at++);
        }
      }
      c = unsigned(at++);
    }
    return c;
  }

  private static boolean isSpace(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private int unsigned(int position) throws IOException {
    if (position >= file.length) {
      throw new IOException("it is cut short");
    }
    return file[position] & 0xff;
  }
}
