package dev.nemesis.data;

import com.twelvemonkeys.imageio.util.ProgressListenerBase;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes an image file to RGB as Pillow's {@code convert("RGB")} does: grey repeated, a palette
 * looked up, alpha dropped and not blended, CMYK as (1-c)(1-k), orientation and colour profiles
 * ignored but for a TIFF's orientation. Of several pages or frames, the first.
 */
final class PictureDecoder {
  /** Pillow refuses larger ones as decompression bombs. */
  private static final long MOST_PIXELS = 178_956_970;

  /** A deflated row of 1-bit pixels, the densest there is: 1032 to 1, and 8 pixels a byte. */
  private static final long MOST_PIXELS_PER_BYTE = 8 * 1032;

  /** Bytes: decoded and as RGB, twice as much for what else is there. */
  private static final int HEAP_PER_PIXEL = 16;

  private static final int PNG_COLOURS = 25; // where a PNG's header has the kind of its samples
  private static final int PNG_GREY = 0;

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
    if (file.length == 0) {
      throw new IOException("it is empty");
    }
    ImageFormat format =
        ImageFormat.of(file)
            .orElseThrow(() -> new IOException("it is not an image of a known format"));
    try {
      return switch (format) {
        case PNM -> Pnm.decode(file);
        case WEBP -> webp(file);
        case JPEG, PNG, GIF, BMP, TIFF -> read(format, file);
        default -> throw new IOException(format.refusal());
      };
    } catch (EOFException e) {
      throw new IOException("it is cut short", e);
    } catch (RuntimeException e) { // readers let these escape on broken files
      throw new IOException("it is broken (" + e + ")", e);
    }
  }

  private static Picture webp(byte[] file) throws IOException {
    WebpStill still = WebpStill.ofAnimation(file);
    try {
      if (still == null) {
        return read(ImageFormat.WEBP, file);
      }
      checkSize(still.width(), still.height(), Long.MAX_VALUE);
      return still.around(read(ImageFormat.WEBP, still.file()));
    } catch (LinkageError e) {
      throw new IOException("it is WebP, and libwebp cannot be loaded on this machine", e);
    }
  }

  private static Picture read(ImageFormat format, byte[] file) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName(format.name()).next();
    // Not ImageIO's own choice of stream, which may be one that caches on disk.
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      boolean needsTags = format == ImageFormat.GIF || format == ImageFormat.TIFF;
      reader.setInput(stream, true, !needsTags); // other files' tags may be broken
      return read(format, reader, file);
    } finally {
      reader.dispose();
    }
  }

  private static Picture read(ImageFormat format, ImageReader reader, byte[] file)
      throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    // A flat WebP may be of any size.
    checkSize(width, height, format == ImageFormat.WEBP ? Long.MAX_VALUE : file.length);
    return switch (format) {
      case JPEG -> {
        JpegColors colors = JpegColors.of(file);
        yield new Picture(width, height, colors.toRgb(rasterOfWholeJpeg(reader)));
      }
      case GIF -> {
        GifCanvas canvas = GifCanvas.of(reader);
        checkSize(canvas.width(), canvas.height(), file.length);
        yield new Picture(canvas.width(), canvas.height(), canvas.around(whole(reader)));
      }
      case TIFF -> TiffColors.of(reader).picture(reader.read(0));
      case PNG -> new Picture(width, height, rgb(reader.read(0), file[PNG_COLOURS] == PNG_GREY));
      default -> new Picture(width, height, rgb(reader.read(0)));
    };
  }

  /** Refuses what would take memory for nothing, or more than there is, before it does. */
  static void checkSize(int width, int height, long bytes) throws IOException {
    long pixels = (long) width * height;
    long heap = Runtime.getRuntime().maxMemory();
    String limit = null;
    if (pixels > MOST_PIXELS) {
      limit = "any picture";
    } else if (pixels / MOST_PIXELS_PER_BYTE > bytes) {
      limit = "its " + bytes + " bytes";
    } else if (pixels > heap / HEAP_PER_PIXEL) {
      limit = "a heap of " + (heap >> 20) + " MB";
    }
    if (limit != null) {
      throw new IOException(
          "its header claims %d x %d pixels, too many for %s".formatted(width, height, limit));
    }
  }

  /** The reader takes an end before the last row for a short picture, and says nothing. */
  private static BufferedImage whole(ImageReader reader) throws IOException {
    float[] done = {0};
    reader.addIIOReadProgressListener(
        new ProgressListenerBase() {
          @Override
          public void imageProgress(ImageReader source, float percent) {
            done[0] = percent;
          }
        });
    BufferedImage image = reader.read(0);
    if (done[0] < 100) {
      throw new IOException("it is cut short");
    }
    return image;
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

  static byte[] rgb(BufferedImage image) throws IOException {
    return rgb(image, image.getRaster().getNumBands() == 1);
  }

  /** Plain grey of more than 8 bits is clipped; of other samples the high byte counts. */
  private static byte[] rgb(BufferedImage image, boolean plainGrey) throws IOException {
    ColorModel colors = image.getColorModel();
    int space = colors.getColorSpace().getType();
    if (space != ColorSpace.TYPE_RGB && space != ColorSpace.TYPE_GRAY) {
      throw new IOException("its colours are neither grey nor RGB nor CMYK");
    }
    Raster raster = image.getRaster();
    int width = image.getWidth();
    int bands = raster.getNumBands();
    boolean grey = bands < 3;
    byte[] rgb = new byte[image.getHeight() * width * 3];
    int[] row = new int[width * bands];
    int out = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < row.length; x += bands) {
        for (int channel = 0; channel < 3; channel++) {
          int band = grey ? 0 : channel;
          rgb[out++] =
              colors instanceof IndexColorModel palette
                  ? (byte) (palette.getRGB(row[x]) >> (16 - 8 * channel))
                  : level(row[x + band], raster.getSampleModel().getSampleSize(band), plainGrey);
        }
      }
    }
    return rgb;
  }

  /** A sample as 8 bits, as Pillow makes it. */
  private static byte level(int sample, int depth, boolean plainGrey) {
    if (depth < 8) { // of a BMP
      return (byte) (sample * 255 / ((1 << depth) - 1));
    }
    if (depth == 8) {
      return (byte) sample;
    }
    return (byte) (plainGrey ? Math.max(0, Math.min(255, sample)) : sample >> (depth - 8));
  }
}
