package dev.nemesis.data;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The first frame of an animated WebP as a file of its own, and where it lies: the decoder reads
 * still pictures only. Pillow shows it on a black canvas.
 *
 * @param file a still WebP
 * @param width of the canvas
 * @param height of the canvas
 * @param x of the frame's left column
 * @param y of the frame's top row
 */
record WebpStill(byte[] file, int width, int height, int x, int y) {
  private static final int HEADER = 12; // RIFF, length, WEBP
  private static final int CHUNK = 8; // name, length
  private static final int FRAME = 16; // x, y, width, height, duration, flags
  private static final int EXTENDED = 10; // flags, width, height
  private static final int ALPHA = 0x10;

  /**
   * The first frame of a file, or null if it is a still picture, or no animation can be made out.
   */
  static WebpStill ofAnimation(byte[] file) throws IOException {
    long claimed =
        Integer.toUnsignedLong(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(4));
    if (claimed + CHUNK > file.length) {
      throw new IOException("it is cut short");
    }
    if (!isChunk(file, HEADER, "VP8X")) {
      return null;
    }
    int width = 1 + int24(file, HEADER + CHUNK + 4);
    int height = 1 + int24(file, HEADER + CHUNK + 7);
    for (int at = HEADER; at + CHUNK <= file.length; at = next(file, at)) {
      if (isChunk(file, at, "ANMF")) {
        int body = at + CHUNK;
        int end = body + length(file, at);
        if (end > file.length || length(file, at) < FRAME) {
          throw new IOException("it is cut short");
        }
        byte[] still =
            still(
                Arrays.copyOfRange(file, body + FRAME, end),
                Arrays.copyOfRange(file, body + 6, body + 12));
        return new WebpStill(
            still, width, height, 2 * int24(file, body), 2 * int24(file, body + 3));
      }
    }
    return null;
  }

  /** The canvas, {@code [height, width, 3]}. */
  Picture around(Picture frame) throws IOException {
    if (x + frame.width() > width || y + frame.height() > height) {
      throw new IOException("its first frame reaches beyond its canvas");
    }
    byte[] canvas = new byte[width * height * 3];
    int rowLength = frame.width() * 3;
    for (int row = 0; row < frame.height(); row++) {
      System.arraycopy(
          frame.rgb(), row * rowLength, canvas, ((y + row) * width + x) * 3, rowLength);
    }
    return new Picture(width, height, canvas);
  }

  private static byte[] still(byte[] chunks, byte[] size) {
    boolean alpha = isChunk(chunks, 0, "ALPH");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(bytes("WEBP"));
    if (alpha) {
      out.writeBytes(bytes("VP8X"));
      out.writeBytes(int32(EXTENDED));
      out.writeBytes(int32(ALPHA));
      out.writeBytes(size);
    }
    out.writeBytes(chunks);
    ByteArrayOutputStream riff = new ByteArrayOutputStream();
    riff.writeBytes(bytes("RIFF"));
    riff.writeBytes(int32(out.size()));
    riff.writeBytes(out.toByteArray());
    return riff.toByteArray();
  }

  private static boolean isChunk(byte[] file, int at, String name) {
    return at + CHUNK <= file.length
        && Arrays.equals(file, at, at + name.length(), bytes(name), 0, name.length());
  }

  private static int next(byte[] file, int at) {
    long end = (long) at + CHUNK + length(file, at) + (length(file, at) & 1);
    return (int) Math.min(file.length, end);
  }

  /** A chunk's; what does not fit into an int reaches beyond any file that is read. */
  private static int length(byte[] file, int at) {
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(at + 4);
    return length < 0 || length > file.length ? file.length : length;
  }

  private static int int24(byte[] file, int at) {
    return (file[at] & 0xff) | ((file[at + 1] & 0xff) << 8) | ((file[at + 2] & 0xff) << 16);
  }

  private static byte[] int32(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  private static byte[] bytes(String ascii) {
    return ascii.getBytes(US_ASCII);
  }
}
