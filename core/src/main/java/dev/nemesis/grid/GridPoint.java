package dev.nemesis.grid;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * One combination of the values a grid file gives: what becomes one cell.
 *
 * @param where what to call the file in errors
 * @param values as {@link GridKey#read} made them; a key the file says nothing about is absent
 */
record GridPoint(String where, Map<GridKey, Object> values) {

  /** The same with more values, which win. */
  GridPoint with(Map<GridKey, Object> more) {
    Map<GridKey, Object> all = new EnumMap<>(GridKey.class);
    all.putAll(values);
    all.putAll(more);
    return new GridPoint(where, all);
  }

  /** Whether the file says anything about the key. */
  boolean has(GridKey key) {
    return values.containsKey(key);
  }

  int integer(GridKey key, int otherwise) {
    return (int) values.getOrDefault(key, otherwise);
  }

  /** Adding zero turns -0.0, which no record would call equal to 0.0, into it. */
  double number(GridKey key, double otherwise) {
    return (double) values.getOrDefault(key, otherwise) + 0.0;
  }

  boolean flag(GridKey key, boolean otherwise) {
    return (boolean) values.getOrDefault(key, otherwise);
  }

  String text(GridKey key, String otherwise) {
    return (String) values.getOrDefault(key, otherwise);
  }

  <E extends Enum<E>> E constant(Class<E> type, GridKey key, E otherwise) {
    return has(key) ? Enum.valueOf(type, text(key, "").toUpperCase(Locale.ROOT)) : otherwise;
  }

  /** Reports values that do not go together. */
  InputException cannotUse(String what, String right) {
    return InputException.cannot(ErrorCode.GRID, "use " + what + " in " + where + "; " + right);
  }
}
