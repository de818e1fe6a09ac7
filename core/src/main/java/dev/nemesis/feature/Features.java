package dev.nemesis.feature;

import java.util.Arrays;

/**
 * Image features of one split or few-shot subset, as the frozen encoder gives them (not
 * normalised).
 *
 * @param views V, how many augmented views of each image there are; 1 for a test split
 * @param images n
 * @param regions R, how many features an image has: 1 for its pooled feature alone; for PLOT that
 *     one first and then one a spatial position
 * @param dim E
 * @param values {@code [V, n, R, E]}, row-major
 * @param labels {@code [n]}
 */
public record Features(int views, int images, int regions, int dim, float[] values, int[] labels)
    implements ImageFeatures {
  public Features {
    if (values.length != (long) views * images * regions * dim || labels.length != images) {
      throw new IllegalArgumentException(
          "Cannot take "
              + values.length
              + " values and "
              + labels.length
              + " labels as features ["
              + views
              + ", "
              + images
              + ", "
              + regions
              + ", "
              + dim
              + "]");
    }
  }

  /** Pooled features alone, {@code values [V, n, E]}. */
  public Features(int views, int images, int dim, float[] values, int[] labels) {
    this(views, images, 1, dim, values, labels);
  }

  @Override
  public Features part(int from, int to) {
    if (views != 1) {
      throw new IllegalStateException("Cannot take a part of " + views + " views");
    }
    int row = regions * dim;
    return new Features(
        1,
        to - from,
        regions,
        dim,
        Arrays.copyOfRange(values, from * row, to * row),
        Arrays.copyOfRange(labels, from, to));
  }
}
