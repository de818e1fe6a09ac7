package dev.nemesis.clip;

import dev.nemesis.data.Picture;
import java.util.random.RandomGenerator;

/**
 * The transforms from a picture to the input of CLIP's image encoder, as torchvision and Pillow do
 * them. Square outputs, {@code size} pixels a side (224 for CLIP's published models).
 */
public final class ImageTransform {
  private static final double LEAST_AREA = 0.08;
  private static final double LEAST_RATIO = 3.0 / 4;
  private static final double LARGEST_RATIO = 4.0 / 3;
  private static final int TRIES = 10;

  private ImageTransform() {}

  /**
   * The part of a picture a training image is made of.
   *
   * @param top rows above it
   * @param left columns before it
   */
  public record Box(int top, int left, int height, int width) {}

  /** The test transform: short side to {@code size}, bicubic and antialiased, then the centre. */
  public static Picture test(Picture picture, int size) {
    int width = picture.width();
    int height = picture.height();
    boolean wide = width > height;
    int longSide =
        (int) ((double) ((long) size * Math.max(width, height)) / Math.min(width, height));
    Picture resized = Resample.bicubic(picture, wide ? longSide : size, wide ? size : longSide);
    // torchvision rounds half an odd rest to the even number.
    int top = (int) Math.rint((resized.height() - size) / 2.0);
    int left = (int) Math.rint((resized.width() - size) / 2.0);
    return cut(resized, new Box(top, left, size, size));
  }

  /** One box of a picture scaled to the output, mirrored left to right if {@code flip}. */
  public static Picture crop(Picture picture, Box box, boolean flip, int size) {
    Picture resized = Resample.bicubic(cut(picture, box), size, size);
    return flip ? mirrored(resized) : resized;
  }

  /**
   * The training transform: a random box of 8% to all of the area and sides of 3:4 to 4:3, mirrored
   * in half of the cases.
   */
  public static Picture randomResizedCrop(Picture picture, RandomGenerator random, int size) {
    Box box = randomBox(picture.width(), picture.height(), random);
    return crop(picture, box, random.nextDouble() < 0.5, size);
  }

  /** Draws the box of {@link #randomResizedCrop} for a picture of this size. */
  public static Box randomBox(int width, int height, RandomGenerator random) {
    for (int i = 0; i < TRIES; i++) {
      double area = (double) width * height * random.nextDouble(LEAST_AREA, 1);
      double ratio = Math.exp(random.nextDouble(Math.log(LEAST_RATIO), Math.log(LARGEST_RATIO)));
      int w = (int) Math.rint(Math.sqrt(area * ratio));
      int h = (int) Math.rint(Math.sqrt(area / ratio));
      if (w > 0 && w <= width && h > 0 && h <= height) {
        return new Box(random.nextInt(height - h + 1), random.nextInt(width - w + 1), h, w);
      }
    }
    return centre(width, height);
  }

  /** Returns the largest box in the middle, for pictures too long for a random box to fit. */
  private static Box centre(int width, int height) {
    double ratio = (double) width / height;
    int w = ratio > LARGEST_RATIO ? (int) Math.rint(height * LARGEST_RATIO) : width;
    int h = ratio < LEAST_RATIO ? (int) Math.rint(width / LEAST_RATIO) : height;
    return new Box((height - h) / 2, (width - w) / 2, h, w);
  }

  /**
   * Levels as an image encoder wants them, less a mean and over a standard deviation.
   *
   * @param norm the model's
   * @return {@code [3, height, width]}, row-major
   */
  public static float[] normalise(Picture picture, PixelNorm norm) {
    byte[] rgb = picture.rgb();
    int pixels = picture.width() * picture.height();
    float[] out = new float[3 * pixels];
    for (int channel = 0; channel < 3; channel++) {
      float mean = norm.mean().get(channel);
      float std = norm.std().get(channel);
      for (int i = 0; i < pixels; i++) {
        float level = (rgb[3 * i + channel] & 0xff) / 255f;
        out[channel * pixels + i] = (level - mean) / std;
      }
    }
    return out;
  }

  private static Picture cut(Picture picture, Box box) {
    if (box.left() < 0
        || box.top() < 0
        || box.left() + box.width() > picture.width()
        || box.top() + box.height() > picture.height()) {
      throw new IllegalArgumentException(
          "Cannot cut %s out of %d x %d".formatted(box, picture.width(), picture.height()));
    }
    byte[] rgb = new byte[box.height() * box.width() * 3];
    for (int y = 0; y < box.height(); y++) {
      int from = ((box.top() + y) * picture.width() + box.left()) * 3;
      System.arraycopy(picture.rgb(), from, rgb, y * box.width() * 3, box.width() * 3);
    }
    return new Picture(box.width(), box.height(), rgb);
  }

  private static Picture mirrored(Picture picture) {
    int width = picture.width();
    byte[] rgb = new byte[picture.rgb().length];
    for (int i = 0; i < width * picture.height(); i++) {
      int mirror = i - i % width + (width - 1 - i % width);
      System.arraycopy(picture.rgb(), 3 * i, rgb, 3 * mirror, 3);
    }
    return new Picture(width, picture.height(), rgb);
  }
}
