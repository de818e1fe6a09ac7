package dev.nemesis.feature;

/** Features of a test split's images, in order, wherever they are. */
public interface ImageFeatures {
  /** How many images, n. */
  int images();

  /** R, as {@link Features#regions}. */
  int regions();

  /** E. */
  int dim();

  /** The images' classes {@code [n]}. */
  int[] labels();

  /**
   * Some of the images, into the heap.
   *
   * @param from the first
   * @param to after the last
   */
  Features part(int from, int to);
}
