package dev.nemesis.grid;

import dev.nemesis.error.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The CLIP weights a grid names: one file for all of its cells, or one for each backbone.
 *
 * @param all the file of all cells; null where each backbone has its own
 * @param byBackbone by the name {@code backbone:} calls them; null for files yet to be given
 * @param configs what is said of weights besides, by their file
 */
record GridWeights(String all, Map<String, String> byBackbone, Map<String, String> configs) {
  /** The end of an index of shards, behind what the file would be called were it one. */
  private static final String INDEX = "\\.index\\.json$";

  /**
   * The name of a cell's weights: that of their file or folder, so that a cell has one id however a
   * grid file calls them; what the grid calls them where the file is yet to be given.
   */
  String backbone(GridPoint point) {
    if (all != null) {
      return named(all);
    }
    String called = point.text(Setting.BACKBONE);
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
    return file == null ? called : named(file);
  }

  /** The locations of the given weights, by the cells' name for them. */
  Map<String, String> locations() {
    Map<String, String> locations = new LinkedHashMap<>();
    given().forEach(file -> locations.put(named(file), file));
    return locations;
  }

  /** Configurations of weights, by the cells' name for them: a file, or a JSON object. */
  Map<String, String> configsByName() {
    Map<String, String> named = new LinkedHashMap<>();
    configs.forEach((file, config) -> named.put(named(file), config));
    return named;
  }

  /** The places that were given, each once. */
  private Set<String> given() {
    Set<String> given = new LinkedHashSet<>();
    (all != null ? List.of(all) : byBackbone.values())
        .stream().filter(file -> file != null).forEach(given::add);
    return given;
  }

  /**
   * The name of a place: its file's alone, or behind those of as many folders as it takes to tell
   * it from the grid's others.
   */
  private String named(String file) {
    int most = folders(file).size();
    for (int folders = 1; folders < most; folders++) {
      String name = name(file, folders);
      int last = folders;
      if (given().stream()
          .noneMatch(other -> !other.equals(file) && name(other, last).equals(name))) {
        return name;
      }
    }
    return name(file, most);
  }

  /** The last parts of a path, as many as asked for. */
  private static String name(String file, int parts) {
    List<String> path = folders(file);
    return String.join("-", path.subList(Math.max(0, path.size() - parts), path.size()));
  }

  /** A path's parts, the last one without its ending. */
  private static List<String> folders(String file) {
    String plain = file.replaceFirst("/+$", "").replaceFirst(INDEX, "");
    List<String> parts = new ArrayList<>(List.of(plain.split("/+", -1)));
    String last = parts.remove(parts.size() - 1);
    int dot = last.lastIndexOf('.');
    parts.add(dot > 0 ? last.substring(0, dot) : last);
    return parts;
  }
}
