package dev.nemesis.loss;

import ai.djl.ndarray.NDArray;

/**
 * The quantity of a vector that a loss weighs; a gradient flows through it. Runs of a bundle whose
 * measures are equal are computed together, so an implementation is a record or a constant.
 */
public interface Measure {
  /**
   * Measures every vector.
   *
   * @param vectors {@code [K, V, L, W]}
   * @return not negative, {@code [K, V, L]}, in the manager of {@code vectors}
   */
  NDArray of(NDArray vectors);
}
