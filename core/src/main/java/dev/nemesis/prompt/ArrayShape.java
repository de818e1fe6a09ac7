package dev.nemesis.prompt;

import ai.djl.ndarray.types.Shape;
import dev.nemesis.grid.LearnedArray;
import java.util.Arrays;

/**
 * The name and shape of an array that one run learns.
 *
 * @param name unique in its method
 * @param shape of one run's, without an axis of runs
 */
public record ArrayShape(String name, Shape shape) {
  /**
   * Returns the array with the values that a run came to.
   *
   * @param values row-major, as many as the shape has
   */
  public LearnedArray filled(float[] values) {
    return LearnedArray.of(
        name, Arrays.stream(shape.getShape()).mapToObj(Math::toIntExact).toList(), values);
  }
}
