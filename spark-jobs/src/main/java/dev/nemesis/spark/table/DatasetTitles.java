package dev.nemesis.spark.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Names of datasets in tables and figures, the view {@code titles}: those the project knows, in the
 * paper's order, and those of a user's declarations. No two datasets have one title, for tables
 * would take them for one.
 */
final class DatasetTitles {
  private static final StructType SCHEMA =
      StructType.fromDDL("rank INT, dataset STRING, title STRING, papers BOOLEAN");

  /**
   * One dataset.
   *
   * @param rank its place among others; null behind those that have one
   * @param papers whether the paper's numbers are of it
   */
  record Title(Integer rank, String dataset, String title, boolean papers) {}

  private DatasetTitles() {}

  /**
   * Makes the view.
   *
   * @param declared titles by the datasets' names, as runs found them declared
   */
  static void register(SparkSession spark, Map<String, String> declared) {
    List<Title> known =
        PaperNumbers.rows("datasets.csv", SCHEMA, null).stream()
            .map(
                row ->
                    new Title(row.getInt(0), row.getString(1), row.getString(2), row.getBoolean(3)))
            .toList();
    List<Row> rows =
        of(known, declared).stream()
            .map(one -> RowFactory.create(one.rank, one.dataset, one.title, one.papers))
            .toList();
    spark.createDataFrame(rows, SCHEMA).createOrReplaceTempView("titles");
  }

  /** Titles that are known, but for what is declared otherwise, and the others. */
  static List<Title> of(List<Title> known, Map<String, String> declared) {
    List<Title> titles = new ArrayList<>();
    Map<String, String> others = new TreeMap<>(declared);
    Map<String, Title> redeclared = new HashMap<>();
    for (Title title : known) {
      String other = others.remove(title.dataset);
      if (other == null || other.equals(title.title)) {
        titles.add(title);
      } else {
        redeclared.put(title.dataset, title);
        others.put(title.dataset, other);
      }
    }
    Set<String> taken = new HashSet<>(known.stream().map(Title::title).toList());
    Set<String> twice = new HashSet<>();
    others.values().stream().filter(title -> !taken.add(title)).forEach(twice::add);
    others.forEach(
        (dataset, title) -> {
          Title was = redeclared.get(dataset);
          String own = twice.contains(title) ? title + " (" + dataset + ")" : title;
          titles.add(new Title(was == null ? null : was.rank, dataset, own, false));
        });
    return titles;
  }
}
