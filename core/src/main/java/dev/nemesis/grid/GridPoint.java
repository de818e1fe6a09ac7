package dev.nemesis.grid;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One combination of the values a grid file gives: what becomes one cell.
 *
 * @param where what to call the file in errors
 * @param values as {@link Setting#read} made them; a key the file says nothing about is absent
 */
record GridPoint(String where, Map<Setting, Object> values) {

  /** Returns this point with more values, which win. */
  GridPoint with(Map<Setting, Object> more) {
    Map<Setting, Object> all = new LinkedHashMap<>(values);
    all.putAll(more);
    return new GridPoint(where, all);
  }

  /** Whether the file says anything about the key. */
  boolean has(Setting key) {
    return values.containsKey(key);
  }

  /** The training that defaults are asked for. */
  PaperCase paperCase() {
    return new PaperCase(
        new Method(text(Setting.METHOD)),
        text(Setting.DATASET),
        (int) values.getOrDefault(Setting.SHOTS, Setting.SHOTS.paper(null)));
  }

  int integer(Setting key) {
    return (int) value(key);
  }

  /** Adding zero turns -0.0, which no record would call equal to 0.0, into it. */
  double number(Setting key) {
    return (double) value(key) + 0.0;
  }

  boolean flag(Setting key) {
    return (boolean) value(key);
  }

  /** Null where the file says nothing and there is no default. */
  String text(Setting key) {
    return (String) value(key);
  }

  <E extends Enum<E>> E constant(Class<E> type, Setting key) {
    return Enum.valueOf(type, text(key).toUpperCase(Locale.ROOT));
  }

  /** Returns the value that the file gives, or the default; null where there is neither. */
  Object value(Setting key) {
    if (has(key)) {
      return values.get(key);
    }
    // Defaults depend on the place of a cell; those of the place itself depend on nothing.
    boolean isOfCase = key.role() == SettingRole.PLACE;
    return key.paper(isOfCase ? null : paperCase());
  }

  /** Reports values that do not go together. */
  InputException cannotUse(String what, String right) {
    return InputException.cannot(ErrorCode.GRID, "use " + what + " in " + where + "; " + right);
  }
}
