package dev.nemesis.grid;

import java.util.List;
import java.util.Optional;

/**
 * A cell's value of an {@link OwnSetting}. It is text, so that a result can be read where the jar
 * that brought the setting is not at hand.
 *
 * @param key the setting's
 * @param value a number without an exponent or trailing zeros, a flag or a word
 */
public record OwnValue(String key, String value) {
  static OwnValue of(String key, Object value) {
    return new OwnValue(key, Setting.text(value));
  }

  /**
   * The value of a key.
   *
   * @param values null where there are none
   */
  static Optional<String> of(List<OwnValue> values, String key) {
    return values == null
        ? Optional.empty()
        : values.stream().filter(own -> own.key().equals(key)).map(OwnValue::value).findFirst();
  }

  /** None is null, as in cells of before there were any: they keep their ids. */
  static List<OwnValue> orNull(List<OwnValue> values) {
    return values == null || values.isEmpty() ? null : List.copyOf(values);
  }
}
