package dev.nemesis.spark.export;

import dev.nemesis.grid.Cell;
import dev.nemesis.grid.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Settings chosen for a cell, by the column names of table {@code results}. */
final class CellParameters {
  private CellParameters() {}

  /**
   * The settings: numbers, flags and texts, a list as one text; what a cell does not have, as
   * zero-shot a loss, is left out.
   */
  static Map<String, Object> of(Cell cell) {
    Map<String, Object> values = new LinkedHashMap<>(Setting.values(cell));
    values.replaceAll((name, value) -> value instanceof List<?> list ? text(list) : value);
    values.values().removeIf(Objects::isNull);
    return values;
  }

  private static String text(List<?> list) {
    return list.isEmpty() ? null : String.join(",", list.stream().map(String::valueOf).toList());
  }
}
