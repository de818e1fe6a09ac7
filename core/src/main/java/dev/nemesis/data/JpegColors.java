package dev.nemesis.data;

import java.awt.image.Raster;
import java.io.IOException;

/**
 * How a JPEG's decoded components become RGB, decided and computed as libjpeg and Pillow do:
 * embedded colour profiles do not count.
 */
enum JpegColors {
  GREY,
  RGB,
  YCC,
  CMYK,
  YCCK;

  private static final int APP0 = 0xe0;
  private static final int APP14 = 0xee;
  private static final int START_OF_SCAN = 0xda;

  // Starts of frames: baseline, extended and progressive, then what nobody writes.
  private static final int PROGRESSIVE = 0xc2;
  private static final int LAST_HUFFMAN = 0xc7;

  /**
   * Reads the file's marker segments up to the first scan.
   *
   * @throws IOException if it is coded in a way that would be read for another
   */
  static JpegColors of(byte[] file) throws IOException {
    boolean jfif = false;
    int adobe = -1; // the Adobe marker's colour transform
    int[] ids = {};
    int at = 2; // after start of image
    while (at + 4 <= file.length) {
      if (unsigned(file, at) != 0xff || unsigned(file, at + 1) == 0xff) {
        at++; // padding, or bytes between segments that decoders step over
        continue;
      }
      int marker = unsigned(file, at + 1);
      if (marker == START_OF_SCAN) {
        break;
      }
      if (marker == 0 || marker == 1 || (marker >= 0xd0 && marker <= 0xd8)) {
        at += 2; // no segment follows
        continue;
      }
      int body = at + 4;
      int length = (unsigned(file, at + 2) << 8) | unsigned(file, at + 3);
      if (marker == APP0 && startsWith(file, body, "JFIF\0")) {
        jfif = true;
      } else if (marker == APP14 && startsWith(file, body, "Adobe") && body + 12 <= file.length) {
        adobe = unsigned(file, body + 11);
      } else if (startsFrame(marker)) {
        if (marker > PROGRESSIVE) {
          throw new IOException(
              "it is a JPEG that is "
                  + (marker > LAST_HUFFMAN ? "arithmetically coded" : "lossless or hierarchical")
                  + ", which is not read");
        }
        ids = componentIds(file, body);
      }
      at += 2 + Math.max(2, length);
    }
    return of(ids, jfif, adobe);
  }

  /** libjpeg's default_decompress_parms. */
  private static JpegColors of(int[] ids, boolean jfif, int adobe) {
    if (ids.length == 4) {
      return adobe == 2 ? YCCK : CMYK;
    }
    if (ids.length != 3) {
      return GREY;
    }
    if (jfif) {
      return YCC;
    }
    if (adobe >= 0) {
      return adobe == 0 ? RGB : YCC;
    }
    return ids[0] == 'R' && ids[1] == 'G' && ids[2] == 'B' ? RGB : YCC;
  }

  /** Converts undecoded components, {@code [height, width, 3]} out. */
  byte[] toRgb(Raster raster) {
    int bands = raster.getNumBands();
    int width = raster.getWidth();
    byte[] rgb = new byte[raster.getHeight() * width * 3];
    int[] row = new int[width * bands];
    int out = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < row.length; x += bands, out += 3) {
        pixel(row, x, rgb, out);
      }
    }
    return rgb;
  }

  private void pixel(int[] in, int x, byte[] rgb, int out) {
    switch (this) {
      case GREY -> put(rgb, out, in[x], in[x], in[x]);
      case RGB -> put(rgb, out, in[x], in[x + 1], in[x + 2]);
      case YCC -> {
        int y = in[x];
        int cb = in[x + 1] - 128;
        int cr = in[x + 2] - 128;
        put(rgb, out, red(y, cr), green(y, cb, cr), blue(y, cb));
      }
      // Inks are stored inverted, as Adobe writes them and Pillow takes them: 255 is no ink.
      case CMYK -> {
        int k = in[x + 3];
        put(rgb, out, ink(in[x], k), ink(in[x + 1], k), ink(in[x + 2], k));
      }
      case YCCK -> {
        int y = in[x];
        int cb = in[x + 1] - 128;
        int cr = in[x + 2] - 128;
        int k = in[x + 3];
        int c = 255 - red(y, cr);
        put(rgb, out, ink(c, k), ink(255 - green(y, cb, cr), k), ink(255 - blue(y, cb), k));
      }
    }
  }

  private static void put(byte[] rgb, int at, int r, int g, int b) {
    rgb[at] = (byte) r;
    rgb[at + 1] = (byte) g;
    rgb[at + 2] = (byte) b;
  }

  /** (1-c)(1-k) of inverted inks, rounded as Pillow rounds. */
  static int ink(int c, int k) {
    int product = (255 - c) * k + 128;
    return clip(k - (((product >> 8) + product) >> 8));
  }

  // libjpeg's fixed point: 16 bits after the point; green's two terms are rounded together.
  private static int red(int y, int cr) {
    return clip(y + ((91881 * cr + 32768) >> 16));
  }

  private static int green(int y, int cb, int cr) {
    return clip(y + ((-22554 * cb - 46802 * cr + 32768) >> 16));
  }

  private static int blue(int y, int cb) {
    return clip(y + ((116130 * cb + 32768) >> 16));
  }

  private static int clip(int value) {
    return Math.max(0, Math.min(255, value));
  }

  /** SOF0 to SOF15 without the tables that share their numbers (DHT, JPG, DAC). */
  private static boolean startsFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static int[] componentIds(byte[] file, int body) {
    int count = body + 5 < file.length ? unsigned(file, body + 5) : 0;
    if (body + 6 + 3 * count > file.length) {
      return new int[0];
    }
    int[] ids = new int[count];
    for (int i = 0; i < count; i++) {
      ids[i] = unsigned(file, body + 6 + 3 * i);
    }
    return ids;
  }

  private static boolean startsWith(byte[] file, int at, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (at + i >= file.length || file[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int unsigned(byte[] file, int at) {
    return file[at] & 0xff;
  }
}
