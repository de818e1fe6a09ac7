package dev.nemesis.grid;

import java.util.ArrayList;
import java.util.List;

/**
 * An array that a run learned, float32: what a method learns is a list of these, and only the
 * method knows what they mean. CoOp's, PLOT's and CoCoOp's context vectors are {@code ctx}, of
 * shape {@code [V, L, W]}: V sets (of a prompt or a class) of L vectors of the text encoder's width
 * W; CoCoOp's meta-net is {@code meta_net.linear1.weight [E/16, E]}, {@code meta_net.linear1.bias
 * [E/16]}, {@code meta_net.linear2.weight [W, E/16]} and {@code meta_net.linear2.bias [W]}.
 *
 * @param name unique among those of a run
 * @param shape lengths of the axes, each 0 or more; empty for a scalar
 * @param values row-major, as many as the product of the shape
 */
public record LearnedArray(String name, List<Integer> shape, List<Float> values) {
  public LearnedArray {
    shape = List.copyOf(shape);
    values = List.copyOf(values);
    if (shape.stream().anyMatch(length -> length < 0) || size(shape) != values.size()) {
      throw new IllegalArgumentException(
          "Cannot give array %s the shape %s: it has %d values"
              .formatted(name, shape, values.size()));
    }
  }

  /** Creates an array of values that a device computed. */
  public static LearnedArray of(String name, List<Integer> shape, float[] values) {
    List<Float> list = new ArrayList<>(values.length);
    for (float value : values) {
      list.add(value);
    }
    return new LearnedArray(name, shape, list);
  }

  /** The values, row-major. */
  public float[] toFloats() {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }

  private static long size(List<Integer> shape) {
    return shape.stream().mapToLong(length -> length).reduce(1, Math::multiplyExact);
  }
}
