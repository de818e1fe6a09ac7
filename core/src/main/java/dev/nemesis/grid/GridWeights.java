package dev.nemesis.grid;

import dev.nemesis.error.Nearest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The CLIP weights a grid names: one file for all of its cells, or one for each backbone.
 *
 * @param all the file of all cells; null where each backbone has its own
 * @param byBackbone by the name {@code backbone:} calls them; null for files yet to be given
 * @param configs what is said of weights besides, by their file
 */
record GridWeights(String all, Map<String, String> byBackbone, Map<String, String> configs) {

  /**
   * The name of a cell's weights: that of their file, so that a cell has one id however a grid file
   * calls them; what the grid calls them where the file is yet to be given.
   */
  String backbone(GridPoint point) {
    if (all != null) {
      return name(all);
    }
    String called = point.text(GridKey.BACKBONE, null);
    if (called == null) {
      if (byBackbone.size() > 1) {
        throw point.cannotUse(
            "weights of " + byBackbone.keySet() + " without backbone",
            "say which in axes or in settings");
      }
      called = byBackbone.keySet().iterator().next();
    }
    if (!byBackbone.containsKey(called)) {
      throw point.cannotUse(
          "backbone: " + called,
          "weights has " + byBackbone.keySet() + Nearest.hint(called, byBackbone.keySet()));
    }
    String file = byBackbone.get(called);
    return file == null ? called : name(file);
  }

  /** Where those that are given lie, by the cells' name for them. */
  Map<String, String> locations() {
    Map<String, String> locations = new LinkedHashMap<>();
    if (all != null) {
      locations.put(name(all), all);
    } else {
      byBackbone.values().stream()
          .filter(file -> file != null)
          .forEach(file -> locations.put(name(file), file));
    }
    return locations;
  }

  /** What is said of weights besides, by the cells' name for them: a file, or a JSON object. */
  Map<String, String> configsByName() {
    Map<String, String> named = new LinkedHashMap<>();
    configs.forEach((file, config) -> named.put(name(file), config));
    return named;
  }

  /** The name of a file, without its ending. */
  static String name(String weights) {
    String file = weights.substring(weights.lastIndexOf('/') + 1);
    int dot = file.lastIndexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }
}
