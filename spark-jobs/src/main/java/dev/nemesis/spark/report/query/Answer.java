package dev.nemesis.spark.report.query;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * One row of the answer to a query, by column; columns that a user's query leaves out are empty.
 */
record Answer(Row row) {

  boolean has(String column) {
    return Arrays.asList(row.schema().fieldNames()).contains(column);
  }

  /** Empty where null; whole numbers without a point. */
  String text(String column) {
    Object value = value(column);
    if (value instanceof Double || value instanceof Float || value instanceof BigDecimal) {
      return new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
    }
    return value == null ? "" : value.toString();
  }

  /** Null where null; 0 has no sign. */
  Double decimal(String column) {
    return value(column) instanceof Number number
        ? Double.valueOf(number.doubleValue() + 0.0) // -0.0 + 0.0 is 0.0
        : null;
  }

  /** 0 where null. */
  long count(String column) {
    return value(column) instanceof Number number ? number.longValue() : 0;
  }

  /** False where null. */
  boolean flag(String column) {
    return Boolean.TRUE.equals(value(column));
  }

  /** Empty where null. */
  List<String> texts(String column) {
    return value(column) == null ? List.of() : row.getList(row.fieldIndex(column));
  }

  private Object value(String column) {
    return has(column) ? row.get(row.fieldIndex(column)) : null;
  }
}
