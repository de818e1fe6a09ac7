package dev.nemesis.spark.report.page;

import dev.nemesis.grid.LearnedArray;
import dev.nemesis.method.LearnedPrompt;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * A row of the view {@code cells}, by its columns' names.
 *
 * @param row of it
 */
record PageCell(Row row) {
  String id() {
    return text("cell_id");
  }

  int attempt() {
    return number("attempt");
  }

  boolean isDone() {
    return text("status").equals("done");
  }

  /** A number, a text, a truth value or null. */
  Object value(String column) {
    Object value = row.get(row.fieldIndex(column));
    return value instanceof Double number ? rounded(number) : value;
  }

  String text(String column) {
    return row.getString(row.fieldIndex(column));
  }

  int number(String column) {
    return row.getInt(row.fieldIndex(column));
  }

  /** Returns the values of the given columns that are not null. */
  Map<String, Object> values(List<String> columns) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (String column : columns) {
      Object value = value(column);
      if (value != null) {
        values.put(column, value);
      }
    }
    return values;
  }

  /** A column of a list of texts; empty where it is null. */
  List<String> texts(String column) {
    int at = row.fieldIndex(column);
    return row.isNullAt(at) ? List.of() : row.getList(at);
  }

  /** A column of nested rows; empty where it is null. */
  List<Row> rows(String column) {
    int at = row.fieldIndex(column);
    return row.isNullAt(at) ? List.of() : row.getList(at);
  }

  /** Returns a row per target: its name, classes, images, accuracy, macro F1. */
  List<List<Object>> evaluations() {
    return rows("evaluation_rows").stream()
        .map(
            target ->
                List.<Object>of(
                    target.getAs("target"),
                    target.getAs("classes"),
                    target.getAs("images"),
                    rounded(target.<Double>getAs("accuracy")),
                    rounded(target.<Double>getAs("macro_f1"))))
        .toList();
  }

  /** What the cell learned; nothing for zero-shot. */
  LearnedPrompt learned() {
    return new LearnedPrompt(
        rows("learned").stream()
            .map(
                array ->
                    new LearnedArray(
                        array.getAs("name"),
                        array.getList(array.fieldIndex("shape")),
                        array.getList(array.fieldIndex("values"))))
            .toList());
  }

  /** To so many significant digits. */
  static double rounded(double value, int digits) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(digits)).doubleValue()
        : value;
  }

  /** To more digits than a page shows. */
  private static double rounded(double value) {
    return rounded(value, 6);
  }
}
