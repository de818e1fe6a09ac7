package dev.nemesis.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Set;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;

/**
 * RGB of a TIFF's samples, as Pillow has it: palettes by their high bytes, CMYK as (1-c)(1-k),
 * premultiplied alpha divided out, and the picture turned upright.
 */
final class TiffColors {
  private static final int WHITE_IS_ZERO = 0;
  private static final int PALETTE = 3;
  private static final int CMYK = 5;
  private static final int YCBCR = 6;
  private static final int LAB = 8;
  private static final int JPEG = 7;
  private static final int OLD_JPEG = 6;
  private static final int PREMULTIPLIED = 1;
  private static final Set<Integer> COLOURS = Set.of(WHITE_IS_ZERO, 1, 2, PALETTE, CMYK, YCBCR);
  private static final Set<Integer> DEPTHS = Set.of(1, 2, 4, 8, 16, 32);
  private static final int SIGNED = 2;

  private final TIFFDirectory tags;
  private final int photometric;
  private final int bits;

  private TiffColors(TIFFDirectory tags) {
    this.tags = tags;
    photometric = tag(BaselineTIFFTagSet.TAG_PHOTOMETRIC_INTERPRETATION, 1);
    bits = tag(BaselineTIFFTagSet.TAG_BITS_PER_SAMPLE, 1);
  }

  /**
   * Reads the first page's tags.
   *
   * @throws IOException if its samples are of a kind that is not read
   */
  static TiffColors of(ImageReader reader) throws IOException {
    try {
      TiffColors colors =
          new TiffColors(TIFFDirectory.createFromMetadata(reader.getImageMetadata(0)));
      String refusal = colors.refusal();
      if (refusal != null) {
        throw new IOException("it is a TIFF " + refusal + ", which is not read");
      }
      return colors;
    } catch (IIOInvalidTreeException e) {
      throw new IOException("its tags cannot be read", e);
    }
  }

  /** Kinds for which the JDK's reader gives other levels than Pillow, or that neither reads. */
  private String refusal() {
    int samples = tag(BaselineTIFFTagSet.TAG_SAMPLES_PER_PIXEL, 1);
    int compression = tag(BaselineTIFFTagSet.TAG_COMPRESSION, 1);
    boolean isJpeg = compression == JPEG || compression == OLD_JPEG;
    if (!COLOURS.contains(photometric)) {
      return photometric == LAB ? "in Lab" : "of colours by number " + photometric;
    }
    if (!DEPTHS.contains(bits) || (bits > 8 && photometric == PALETTE)) {
      return "of %d bits a sample".formatted(bits);
    }
    if (photometric == YCBCR && !isJpeg) {
      return "in YCbCr that is no JPEG";
    }
    if (isJpeg && samples == 4) {
      return "with JPEG compression of four samples a pixel";
    }
    if (photometric == WHITE_IS_ZERO && bits > 8) {
      return "of %d bits whose white is 0".formatted(bits);
    }
    if (samples >= 3 && bits > 16) {
      return "of %d samples of %d bits".formatted(samples, bits);
    }
    return tag(BaselineTIFFTagSet.TAG_SAMPLE_FORMAT, 1) == SIGNED && samples > 1
        ? "of signed samples"
        : null;
  }

  /** The upright picture. */
  Picture picture(BufferedImage image) throws IOException {
    byte[] rgb =
        switch (photometric) {
          case PALETTE -> palette(image);
          case CMYK -> inks(image);
          default -> isPremultiplied() ? divided(image) : PictureDecoder.rgb(image);
        };
    return turned(new Picture(image.getWidth(), image.getHeight(), rgb));
  }

  private boolean isPremultiplied() {
    return tag(BaselineTIFFTagSet.TAG_EXTRA_SAMPLES, 0) == PREMULTIPLIED
        && tag(BaselineTIFFTagSet.TAG_SAMPLES_PER_PIXEL, 1) > 3;
  }

  private byte[] palette(BufferedImage image) {
    int[] map = tags.getTIFFField(BaselineTIFFTagSet.TAG_COLOR_MAP).getAsInts();
    int colours = map.length / 3; // all reds, all greens, all blues
    int[] indices = samples(image);
    byte[] rgb = new byte[indices.length * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (map[i % 3 * colours + indices[i / 3]] >> 8);
    }
    return rgb;
  }

  private byte[] inks(BufferedImage image) {
    int bands = image.getRaster().getNumBands();
    int[] samples = samples(image);
    byte[] rgb = new byte[samples.length / bands * 3];
    for (int i = 0; i < rgb.length; i++) {
      int pixel = i / 3 * bands;
      rgb[i] = (byte) JpegColors.ink(255 - samples[pixel + i % 3], 255 - samples[pixel + 3]);
    }
    return rgb;
  }

  private byte[] divided(BufferedImage image) {
    int bands = image.getRaster().getNumBands();
    int[] samples = samples(image);
    byte[] rgb = new byte[samples.length / bands * 3];
    for (int i = 0; i < rgb.length; i++) {
      int pixel = i / 3 * bands;
      int alpha = samples[pixel + 3];
      rgb[i] = (byte) (alpha == 0 ? 0 : Math.min(255, samples[pixel + i % 3] * 255 / alpha));
    }
    return rgb;
  }

  /** All samples, of 16 bits the high ones. */
  private int[] samples(BufferedImage image) {
    int[] samples =
        image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
    if (bits == 16) {
      for (int i = 0; i < samples.length; i++) {
        samples[i] >>= 8;
      }
    }
    return samples;
  }

  private Picture turned(Picture picture) {
    int orientation = tag(BaselineTIFFTagSet.TAG_ORIENTATION, 1);
    if (orientation < 2 || orientation > 8) {
      return picture;
    }
    boolean sideways = orientation >= 5;
    int width = sideways ? picture.height() : picture.width();
    int height = sideways ? picture.width() : picture.height();
    byte[] rgb = new byte[picture.rgb().length];
    for (int i = 0; i < width * height; i++) {
      int x = i % width;
      int y = i / width;
      boolean fromRight = sideways ? orientation == 7 || orientation == 8 : orientation < 4;
      boolean fromBelow = sideways ? orientation == 6 || orientation == 7 : orientation > 2;
      int across = sideways ? y : x; // in the picture as stored
      int down = sideways ? x : y;
      int column = fromRight ? picture.width() - 1 - across : across;
      int row = fromBelow ? picture.height() - 1 - down : down;
      System.arraycopy(picture.rgb(), 3 * (row * picture.width() + column), rgb, 3 * i, 3);
    }
    return new Picture(width, height, rgb);
  }

  private int tag(int number, int otherwise) {
    TIFFField field = tags.getTIFFField(number);
    return field == null ? otherwise : field.getAsInt(0);
  }
}
