package dev.nemesis.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes an image file to RGB as Pillow's {@code convert("RGB")} does: grey repeated, a palette
 * looked up, alpha dropped and not blended, CMYK as (1-c)(1-k), orientation and colour profiles
 * ignored. (Pillow turns TIFFs, and only them, upright; here they are not.)
 */
final class PictureDecoder {
  /** Pillow refuses larger ones as decompression bombs. */
  private static final long MOST_PIXELS = 178_956_970;

  /** A deflated row of 1-bit pixels, the densest there is: 1032 to 1, and 8 pixels a byte. */
  private static final long MOST_PIXELS_PER_BYTE = 8 * 1032;

  static {
    // ImageIO looks for plug-ins with the first caller's class loader; on a Spark executor that
    // need not be the one with our jars.
    Thread thread = Thread.currentThread();
    ClassLoader callers = thread.getContextClassLoader();
    thread.setContextClassLoader(PictureDecoder.class.getClassLoader());
    ImageIO.scanForPlugins();
    thread.setContextClassLoader(callers);
  }

  private PictureDecoder() {}

  /**
   * Decodes a whole file.
   *
   * @throws IOException saying what is wrong with it
   */
  static Picture decode(byte[] file) throws IOException {
    // Not ImageIO's own choice of stream, which may be one that caches on disk.
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw new IOException(
            file.length == 0 ? "it is empty" : "it is not an image of a known format");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream, true, true);
        return decode(reader, file);
      } catch (RuntimeException e) { // readers let these escape on broken files
        throw new IOException("it is broken (" + e + ")", e);
      } finally {
        reader.dispose();
      }
    }
  }

  private static Picture decode(ImageReader reader, byte[] file) throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    long pixels = (long) width * height;
    if (pixels > MOST_PIXELS || pixels > MOST_PIXELS_PER_BYTE * file.length) {
      throw new IOException(
          "its header claims %d x %d pixels, too many for %s"
              .formatted(
                  width,
                  height,
                  pixels > MOST_PIXELS ? "any picture" : "its " + file.length + " bytes"));
    }
    if (reader.getFormatName().toLowerCase(Locale.ROOT).startsWith("jp")) {
      Raster raster = rasterOfWholeJpeg(reader);
      return new Picture(width, height, JpegColors.of(file).toRgb(raster));
    }
    return new Picture(width, height, rgb(reader.read(0)));
  }

  /** libjpeg fills what a cut file lacks with grey and warns; that is no picture of anything. */
  private static Raster rasterOfWholeJpeg(ImageReader reader) throws IOException {
    boolean[] truncated = {false};
    reader.addIIOReadWarningListener(
        (source, warning) -> truncated[0] |= warning.contains("Missing EOI"));
    Raster raster = reader.readRaster(0, null);
    if (truncated[0]) {
      throw new IOException("it is cut short");
    }
    return raster;
  }

  private static byte[] rgb(BufferedImage image) throws IOException {
    ColorModel colors = image.getColorModel();
    int space = colors.getColorSpace().getType();
    if (space != ColorSpace.TYPE_RGB && space != ColorSpace.TYPE_GRAY) {
      throw new IOException("its colours are neither grey nor RGB nor a JPEG's CMYK");
    }
    Raster raster = image.getRaster();
    int width = image.getWidth();
    int bands = raster.getNumBands();
    int depth = raster.getSampleModel().getSampleSize(0);
    boolean grey = bands < 3;
    byte[] rgb = new byte[image.getHeight() * width * 3];
    int[] row = new int[width * bands];
    int out = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < row.length; x += bands) {
        for (int channel = 0; channel < 3; channel++) {
          rgb[out++] =
              colors instanceof IndexColorModel palette
                  ? (byte) (palette.getRGB(row[x]) >> (16 - 8 * channel))
                  : level(row[grey ? x : x + channel], depth, bands);
        }
      }
    }
    return rgb;
  }

  /** A sample as 8 bits. Pillow takes the high byte of 16 bits, but clips plain grey; so do we. */
  private static byte level(int sample, int depth, int bands) {
    if (depth <= 8) {
      return (byte) sample;
    }
    return (byte) (bands == 1 ? Math.min(255, sample) : sample >> (depth - 8));
  }
}
