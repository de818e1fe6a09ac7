package dev.nemesis.spark.report.page;

import static java.util.stream.Collectors.groupingBy;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Every failed attempt, the latest first. */
final class FailedAttempts {
  /** Longer stacks are cut: what failed stands at their top. */
  private static final int STACK = 4_000;

  private static final String QUERY =
      """
      SELECT f.cell_id, f.attempt, f.kind, f.stage, f.message, left(f.stack, STACK) AS stack,
             length(f.stack) > STACK AS is_cut, f.host, f.`at`
      FROM failures f
      ORDER BY f.`at` DESC, f.cell_id, f.attempt
      """;

  private final List<Attempt> all;
  private final Map<String, List<Attempt>> byCell;

  private FailedAttempts(List<Attempt> all) {
    this.all = all;
    byCell = all.stream().collect(groupingBy(Attempt::cell));
  }

  /** One of them, as a cell's details have it. */
  record Attempt(
      String cell,
      int attempt,
      String kind,
      String stage,
      String message,
      String stack,
      String host,
      String at) {
    private static Attempt of(Row row) {
      String stack = row.getString(5);
      return new Attempt(
          row.getString(0),
          row.getInt(1),
          row.getString(2),
          row.getString(3),
          row.getString(4),
          row.isNullAt(6) || !row.getBoolean(6) ? stack : stack + "\n\t... cut here",
          row.getString(7),
          row.getString(8));
    }

    /** Without the stack. */
    private Attempt brief() {
      return new Attempt(cell, attempt, kind, stage, message, null, host, at);
    }
  }

  static FailedAttempts read(SparkSession spark) {
    return new FailedAttempts(
        spark.sql(QUERY.replace("STACK", String.valueOf(STACK))).collectAsList().stream()
            .map(Attempt::of)
            .toList());
  }

  /** For the list of failures; stacks are in the cells' details. */
  List<Attempt> rows() {
    return all.stream().map(Attempt::brief).toList();
  }

  /** Returns the failed attempts at one cell. */
  List<Attempt> of(String cell) {
    return byCell.getOrDefault(cell, List.of());
  }
}
