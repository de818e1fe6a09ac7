package dev.nemesis.grid;

import java.util.List;
import java.util.Optional;

/**
 * A setting that a method or a loss brings: its key in grid files and tables, what a right value
 * is, and the value of a cell that says nothing of it. Labels tell it where it is not the default,
 * as {@code key = value}.
 *
 * @param key lower-case letters, digits and {@code _}; no other setting's
 * @param meaning in one line
 * @param value what a grid file may give
 * @param byDefault the default, of the class of {@code value}'s values. It is never stored with a
 *     cell: one that has it keeps its id when a method or a loss gets one more setting
 */
public record OwnSetting(String key, String meaning, GridValue value, Object byDefault) {

  /** The default as text, as {@link OwnValue} has values. */
  String defaultText() {
    return Setting.text(byDefault);
  }

  /** The text of the value of one of some settings: a cell's own, or the default. */
  public static Optional<String> text(List<OwnSetting> settings, List<OwnValue> own, String key) {
    return OwnValue.of(own, key)
        .or(
            () ->
                settings.stream()
                    .filter(setting -> setting.key().equals(key))
                    .map(OwnSetting::defaultText)
                    .findFirst());
  }

  /**
   * A number.
   *
   * @param range where it may lie
   */
  public static OwnSetting number(String key, String meaning, NumberRange range, double byDefault) {
    return new OwnSetting(key, meaning, GridValue.number(range), byDefault);
  }

  /**
   * A whole number.
   *
   * @param least the least that may be given
   */
  public static OwnSetting integer(String key, String meaning, int least, int byDefault) {
    return new OwnSetting(key, meaning, GridValue.integer(least), byDefault);
  }

  /** {@code true} or {@code false}. */
  public static OwnSetting flag(String key, String meaning, boolean byDefault) {
    return new OwnSetting(key, meaning, GridValue.flag(), byDefault);
  }

  /** One of some words. */
  public static OwnSetting oneOf(String key, String meaning, List<String> words, String byDefault) {
    return new OwnSetting(key, meaning, GridValue.oneOf(words), byDefault);
  }
}
