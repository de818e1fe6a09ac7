package dev.nemesis.grid;

import java.util.List;
import java.util.Map;

/**
 * Which cells a rule is about.
 *
 * @param name of it in errors, e.g. {@code rules[0].when}
 * @param values of each key, one of which a cell has to have
 */
record GridCondition(String name, Map<Setting, List<Object>> values) {

  /**
   * Returns whether the condition holds for a cell.
   *
   * @throws dev.nemesis.error.InputException if it looks at what the grid does not give
   */
  boolean matches(GridPoint point) {
    boolean all = true;
    for (Map.Entry<Setting, List<Object>> entry : values.entrySet()) {
      if (!point.has(entry.getKey())) {
        String key = entry.getKey().key();
        throw point.cannotUse(
            name + "." + key + " without " + key, "give " + key + " in axes or in settings");
      }
      all &= entry.getValue().contains(point.values().get(entry.getKey()));
    }
    return all;
  }
}
