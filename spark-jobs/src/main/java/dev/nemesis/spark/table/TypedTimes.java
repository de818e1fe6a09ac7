package dev.nemesis.spark.table;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Times in stored tables: for other readers of type TIMESTAMP, which has microseconds. This program
 * has them as ISO 8601 texts, as they were noted, to the nanosecond; these are kept beside the
 * typed ones in columns whose names end in {@code _text}.
 */
final class TypedTimes {
  private static final Set<String> TIMES = Set.of("started_at", "finished_at", "at");
  private static final String TEXT = "_text";

  private TypedTimes() {}

  /** Rows of this program's as they are stored. */
  static Dataset<Row> typed(Dataset<Row> rows) {
    List<Column> columns = new ArrayList<>();
    List<Column> texts = new ArrayList<>();
    for (String name : rows.columns()) {
      if (TIMES.contains(name)) {
        columns.add(col(name).try_cast("timestamp").as(name));
        texts.add(col(name).as(name + TEXT));
      } else {
        columns.add(col(name));
      }
    }
    columns.addAll(texts);
    return rows.select(columns.toArray(Column[]::new));
  }

  /** Stored rows as they were. */
  static Dataset<Row> texts(Dataset<Row> stored) {
    List<String> names = Arrays.asList(stored.columns());
    return stored.select(
        names.stream()
            .filter(name -> !isText(name))
            .map(name -> names.contains(name + TEXT) ? col(name + TEXT).as(name) : col(name))
            .toArray(Column[]::new));
  }

  private static boolean isText(String name) {
    return name.endsWith(TEXT) && TIMES.contains(name.substring(0, name.length() - TEXT.length()));
  }
}
