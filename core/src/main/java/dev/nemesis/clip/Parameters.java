package dev.nemesis.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.nemesis.tensor.OwnedArrays;
import dev.nemesis.tensor.TensorData;
import java.util.Map;

/** Looks up weights by name below a prefix and puts them on a manager's device as float32. */
public final class Parameters {
  private final Map<String, NDArray> arrays;
  private final String prefix;

  private Parameters(Map<String, NDArray> arrays, String prefix) {
    this.arrays = arrays;
    this.prefix = prefix;
  }

  /** Copies all tensors to the manager's device; they live as long as the manager. */
  public static Parameters load(NDManager manager, Map<String, TensorData> tensors) {
    Map<String, NDArray> arrays = new java.util.LinkedHashMap<>();
    tensors.forEach((name, tensor) -> arrays.put(name, OwnedArrays.floats(manager, tensor)));
    return new Parameters(arrays, "");
  }

  /** Uses arrays that exist already, e.g. while they are being trained. */
  public static Parameters of(Map<String, NDArray> arrays) {
    return new Parameters(arrays, "");
  }

  /** Returns the weights whose names start with {@code name.}, for lookup without that prefix. */
  public Parameters at(String name) {
    return new Parameters(arrays, prefix + name + ".");
  }

  /** Whether there is such a weight. */
  public boolean has(String name) {
    return arrays.containsKey(prefix + name);
  }

  /** The weight of that name. */
  public NDArray get(String name) {
    NDArray array = arrays.get(prefix + name);
    if (array == null) {
      throw new IllegalArgumentException("No weight is called " + prefix + name);
    }
    return array;
  }
}
