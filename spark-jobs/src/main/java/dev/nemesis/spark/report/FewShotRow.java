package dev.nemesis.spark.report;

import dev.nemesis.grid.ClassTokenPosition;
import dev.nemesis.grid.PromptSpec;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** One row of the answer to {@code few_shot.sql}. */
record FewShotRow(Row row) {

  /** Null for the average over datasets. */
  String dataset() {
    return row.getAs("dataset");
  }

  int shots() {
    return number("shots").intValue();
  }

  /** How many different seeds all results together have. */
  int seedsKnown() {
    return number("seeds_known").intValue();
  }

  /** How many cells were left out because others were trained longer. */
  int shorterCells() {
    return number("shorter_cells").intValue();
  }

  Setting setting() {
    return new Setting(
        row.getAs("backbone"),
        row.getAs("method"),
        row.getAs("loss"),
        number("omega").doubleValue(),
        decimal("pan_omega"),
        decimal("beta"),
        row.getAs("norm"),
        decimal("tau"),
        integer("positions"),
        number("ctx_len") == null ? null : prompt());
  }

  private PromptSpec prompt() {
    String position = row.getAs("class_token_position");
    return new PromptSpec(
        integer("ctx_len"),
        ClassTokenPosition.valueOf(position.toUpperCase(Locale.ROOT)),
        row.getAs("class_specific"),
        integer("prompts"),
        row.getAs("ctx_init"));
  }

  /** Empty where no cell is done. */
  Optional<Score> score() {
    if (number("mean") == null) {
      return Optional.empty();
    }
    Double std = decimal("std");
    return Optional.of(
        new Score(
            decimal("mean"),
            std == null ? Double.NaN : std,
            integer("seeds"),
            integer("datasets"),
            integer("cells_per_seed")));
  }

  private Double decimal(String column) {
    Number number = number(column);
    return number == null ? null : Double.valueOf(number.doubleValue());
  }

  private Integer integer(String column) {
    Number number = number(column);
    return number == null ? null : Integer.valueOf(number.intValue());
  }

  private Number number(String column) {
    return row.getAs(column);
  }
}
