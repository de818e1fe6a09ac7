package dev.nemesis.verify;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.SafetensorsHeader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The models a recording is of: what {@code KEY.features} holds was computed by the weights its
 * metadata names under {@code KEY}.
 *
 * @param file the recording
 * @param weights by key, the name of a file beside the recording; empty where the metadata names
 *     none
 */
record ModelKeys(Path file, SortedMap<String, String> weights) {

  /**
   * The keys of tensors that end as said, and of all weights the metadata names.
   *
   * @param endings {@code ".features"}
   */
  static ModelKeys of(Path file, SafetensorsHeader header, Set<String> endings) {
    SortedMap<String, String> weights = new TreeMap<>();
    header
        .metadata()
        .forEach(
            (key, value) -> {
              if (WeightsNames.isWeights(value)) { // metadata may say other things too
                weights.put(key, value);
              }
            });
    for (String tensor : header.tensors().keySet()) {
      for (String ending : endings) {
        if (tensor.endsWith(ending)) {
          String key = tensor.substring(0, tensor.length() - ending.length());
          weights.put(key, header.metadata().getOrDefault(key, ""));
        }
      }
    }
    return new ModelKeys(file, weights);
  }

  /** Returns whether there are no keys. */
  boolean isEmpty() {
    return weights.isEmpty();
  }

  /**
   * Where a key's weights lie.
   *
   * @throws InputException if the metadata does not say
   */
  Path weightsOf(String key) {
    String name = weights.get(key);
    if (name.isEmpty()) {
      throw InputException.cannot(
          ErrorCode.RECORDING,
          "use " + file + ": its metadata names no file of weights for '" + key + "'");
    }
    return file.resolveSibling(name);
  }

  /** The recording and the weights. */
  Set<Path> files() {
    Set<Path> files = new HashSet<>(Set.of(file));
    for (Map.Entry<String, String> entry : weights.entrySet()) {
      if (!entry.getValue().isEmpty()) {
        files.add(file.resolveSibling(entry.getValue()));
      }
    }
    return files;
  }
}
