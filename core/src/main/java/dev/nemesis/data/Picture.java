package dev.nemesis.data;

/**
 * An image as pixels.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param rgb {@code [height, width, 3]}, row-major, one unsigned byte a channel
 */
public record Picture(int width, int height, byte[] rgb) {
  public Picture {
    if (width < 1 || height < 1 || rgb.length != width * height * 3) {
      throw new IllegalArgumentException(
          "Cannot take " + rgb.length + " bytes as a " + width + " x " + height + " RGB picture");
    }
  }
}
