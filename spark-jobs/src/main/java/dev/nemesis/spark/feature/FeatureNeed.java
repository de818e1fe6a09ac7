package dev.nemesis.spark.feature;

import java.util.Locale;

/**
 * Features that are still to be computed.
 *
 * @param images to encode, each augmented view counted
 * @param bytes they will take on disk
 */
public record FeatureNeed(long images, long bytes) {
  /** Nothing. */
  public static final FeatureNeed NONE = new FeatureNeed(0, 0);

  private static final double STEP = 1000;

  /** This and another together. */
  public FeatureNeed and(FeatureNeed other) {
    return new FeatureNeed(images + other.images, bytes + other.bytes);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%,d images to encode, %s", images, size());
  }

  private String size() {
    String[] units = {"bytes", "KB", "MB", "GB", "TB"};
    double size = bytes;
    int unit = 0;
    while (size >= STEP && unit + 1 < units.length) {
      size /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", size, units[unit]);
  }
}
