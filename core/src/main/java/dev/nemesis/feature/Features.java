package dev.nemesis.feature;

/**
 * Image features of one split or few-shot subset, as the frozen encoder gives them (not
 * normalised).
 *
 * @param views V, how many augmented views of each image there are; 1 for a test split
 * @param images n
 * @param dim E
 * @param values {@code [V, n, E]}, row-major
 * @param labels {@code [n]}
 */
public record Features(int views, int images, int dim, float[] values, int[] labels) {
  public Features {
    if (values.length != views * images * dim || labels.length != images) {
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
              + dim
              + "]");
    }
  }
}
