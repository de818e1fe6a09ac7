package dev.nemesis.grid;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The declaration of a {@link Setting}, without its name.
 *
 * @param meaning in one line, as its row in {@code docs/grids.md} begins
 * @param value what a grid file may give
 * @param role where tables tell it
 * @param paper the published code's value, by what is trained; null where it has none
 * @param in a cell's value, a number, flag, text, constant or list; null where a cell has none
 * @param hasEffect whether it changes what a cell computes
 * @param label a value as labels tell it, e.g. {@code L = 4}; null where no label does
 * @param isAlwaysTold whether labels tell it even where it is the paper's
 */
record Declared(
    String meaning,
    GridValue value,
    SettingRole role,
    Function<PaperCase, Object> paper,
    Function<Cell, Object> in,
    Predicate<Cell> hasEffect,
    Function<Object, String> label,
    boolean isAlwaysTold) {

  /** A setting without a default, of no label; it has an effect wherever a cell has its subject. */
  static Declared setting(
      SettingRole role, String meaning, GridValue value, Function<Cell, Object> in) {
    Predicate<Cell> hasSubject =
        switch (role) {
          case PLACE, TESTING -> cell -> true;
          case TRAINING, NORM_LOSS -> cell -> cell.method().isTrained();
          case PROMPT -> cell -> cell.prompt() != null;
        };
    return new Declared(meaning, value, role, given -> null, in, hasSubject, null, false);
  }

  Declared defaultsTo(Object constant) {
    return defaultsTo(given -> constant);
  }

  Declared defaultsTo(Function<PaperCase, Object> byCase) {
    return new Declared(meaning, value, role, byCase, in, hasEffect, label, isAlwaysTold);
  }

  Declared hasEffectIf(Predicate<Cell> condition) {
    return new Declared(meaning, value, role, paper, in, condition, label, isAlwaysTold);
  }

  /** Told as {@code name = value}. */
  Declared labelled(String name) {
    return labelled(given -> name + " = " + Setting.text(given));
  }

  Declared labelled(Function<Object, String> text) {
    return new Declared(meaning, value, role, paper, in, hasEffect, text, isAlwaysTold);
  }

  Declared toldAlways() {
    return new Declared(meaning, value, role, paper, in, hasEffect, label, true);
  }
}
