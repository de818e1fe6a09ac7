package dev.nemesis.spark.report.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The corruption sweeps of all cells. */
final class CorruptionSweeps {
  private static final String QUERY =
      """
      SELECT cell_id, attempt, noise, operation, factor, position, accuracy_before, accuracy_after
      FROM corruptions
      ORDER BY cell_id, attempt, noise, operation, factor, position
      """;

  private record Key(String cell, int attempt) {}

  private final Map<Key, List<Sweep>> sweeps = new HashMap<>();

  private CorruptionSweeps() {}

  /**
   * One sweep.
   *
   * @param noise what the strength of replacing noise means: {@code variance} or {@code std}
   * @param before accuracy of the prompt as it was learned, in percent
   * @param operations by name and factor
   */
  record Sweep(String noise, double before, List<Operation> operations) {
    Sweep {
      operations = List.copyOf(operations);
    }
  }

  /**
   * One way to corrupt a vector.
   *
   * @param name {@code replace} or {@code rescale}
   * @param gains accuracy of the corrupted prompt less the learned one's, by position, as {@link
   *     Series} has it
   */
  record Operation(String name, double factor, List<Integer> gains) {}

  private record Way(String name, double factor) {}

  static CorruptionSweeps read(SparkSession spark) {
    Map<Key, Map<String, List<Row>>> rows = new HashMap<>();
    for (Row row : spark.sql(QUERY).collectAsList()) {
      rows.computeIfAbsent(
              new Key(row.getAs("cell_id"), row.<Integer>getAs("attempt")),
              key -> new LinkedHashMap<>())
          .computeIfAbsent(row.getAs("noise"), noise -> new ArrayList<>())
          .add(row);
    }
    CorruptionSweeps sweeps = new CorruptionSweeps();
    rows.forEach(
        (key, ofCell) ->
            sweeps.sweeps.put(
                key,
                ofCell.entrySet().stream()
                    .map(noise -> sweep(noise.getKey(), noise.getValue()))
                    .toList()));
    return sweeps;
  }

  List<Sweep> of(String cell, int attempt) {
    return sweeps.getOrDefault(new Key(cell, attempt), List.of());
  }

  private static Sweep sweep(String noise, List<Row> rows) {
    Map<Way, List<Double>> gains = new LinkedHashMap<>();
    double before = 0;
    for (Row row : rows) {
      before = row.<Double>getAs("accuracy_before");
      List<Double> ofWay =
          gains.computeIfAbsent(
              new Way(row.getAs("operation"), row.<Double>getAs("factor")),
              way -> new ArrayList<>());
      int position = row.<Integer>getAs("position");
      while (ofWay.size() <= position) {
        ofWay.add(null);
      }
      ofWay.set(position, row.<Double>getAs("accuracy_after") - before);
    }
    List<Operation> operations = new ArrayList<>();
    gains.forEach(
        (way, values) -> operations.add(new Operation(way.name, way.factor, Series.of(values, 4))));
    return new Sweep(noise, before, operations);
  }
}
