package dev.nemesis.spark.table;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Datasets as the runs of an output folder found them: its file {@code datasets.json}, and the
 * views {@code datasets}, a row each, and {@code titles}.
 */
public final class FoundDatasets {
  private static final String FILE = "datasets.json";

  /**
   * One dataset.
   *
   * @param dataset as grid files name it
   * @param digest SHA-256 of what it is made of
   * @param classes how many
   * @param train how many training images
   * @param test how many test images
   * @param title what its declaration says that tables and figures call it; null where that is its
   *     name, and in files of earlier versions
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record FoundDataset(
      String dataset, String digest, int classes, int train, int test, String title) {
    public FoundDataset {
      Objects.requireNonNull(dataset, "dataset");
    }
  }

  /** Content of the file: a list of datasets. */
  private record Found(List<FoundDataset> datasets) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Found {
      datasets = List.copyOf(datasets);
    }
  }

  private static final StructType VIEW =
      StructType.fromDDL("dataset STRING, digest STRING, classes INT, train INT, test INT");

  private FoundDatasets() {}

  /** Writes down what a run found; what earlier runs found of other datasets stays. */
  public static void record(OutFolder out, List<FoundDataset> found) {
    Map<String, FoundDataset> all = new TreeMap<>();
    List<FoundDataset> before = read(out);
    before.forEach(dataset -> all.put(dataset.dataset(), dataset));
    found.forEach(dataset -> all.put(dataset.dataset(), dataset));
    List<FoundDataset> after = List.copyOf(all.values());
    if (after.equals(before)) {
      return; // a run with nothing new leaves every file as it is
    }
    JsonFile.replace(out, FILE, after);
  }

  /** Makes the view {@code datasets}; empty where no run has written the file yet. */
  static void register(SparkSession spark, OutFolder out) {
    List<Row> rows =
        read(out).stream()
            .map(
                found ->
                    RowFactory.create(
                        found.dataset(),
                        found.digest(),
                        found.classes(),
                        found.train(),
                        found.test()))
            .toList();
    spark.createDataFrame(rows, VIEW).createOrReplaceTempView("datasets");
  }

  /** Makes the view {@code titles}. */
  static void registerTitles(SparkSession spark, OutFolder out) {
    Map<String, String> titles = new TreeMap<>();
    read(out).stream()
        .filter(found -> found.title() != null)
        .forEach(found -> titles.put(found.dataset(), found.title()));
    DatasetTitles.register(spark, titles);
  }

  private static List<FoundDataset> read(OutFolder out) {
    if (!out.exists(FILE)) {
      return List.of();
    }
    return JsonFile.read(
            out,
            FILE,
            new TypeReference<Found>() {},
            "it is not what 'nemesis run' writes; delete it: the next run writes it anew")
        .datasets();
  }
}
