package dev.nemesis.spark.report;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Rows of the view {@code results}, as finished cells would give them. */
final class Results {
  private static final StructType SCHEMA =
      StructType.fromDDL(
          "cell_id STRING, attempt INT, status STRING, backbone STRING, dataset STRING, method STRING,"
              + " loss STRING, omega DOUBLE, beta DOUBLE, norm STRING, tau DOUBLE, positions INT,"
              + " ctx_len INT, shots INT, seed BIGINT, epochs INT, accuracy DOUBLE,"
              + " macro_f1 DOUBLE");

  private final List<Row> rows = new ArrayList<>();

  Results zeroShot(String dataset, double accuracy) {
    return add(dataset, "zeroshot", "none", null, null, null, null, null, null, 0, 0, accuracy);
  }

  Results coop(String dataset, int shots, long seed, double accuracy) {
    return add(dataset, "coop", "none", 0.0, 1.0, "l2", 0.0, 0, 16, shots, seed, accuracy);
  }

  Results pun(String dataset, double omega, int shots, long seed, double accuracy) {
    return add(dataset, "coop", "pun", omega, 1.0, "l2", 0.0, 0, 16, shots, seed, accuracy);
  }

  Results pan(String dataset, double omega, int shots, long seed, double accuracy) {
    return add(dataset, "coop", "pan", omega, 0.0, "l2", 0.5, 1, 16, shots, seed, accuracy);
  }

  Results failedPan(String dataset, double omega, int shots, long seed) {
    return add(dataset, "coop", "pan", omega, 0.0, "l2", 0.5, 1, 16, shots, seed, null);
  }

  private Results add(
      String dataset,
      String method,
      String loss,
      Double omega,
      Double beta,
      String norm,
      Double tau,
      Integer positions,
      Integer ctxLen,
      int shots,
      long seed,
      Double accuracy) {
    rows.add(
        RowFactory.create(
            "cell-" + rows.size(),
            0,
            accuracy == null ? "failed" : "done",
            "mini",
            dataset,
            method,
            loss,
            omega,
            beta,
            norm,
            tau,
            positions,
            ctxLen,
            shots,
            seed,
            50,
            accuracy,
            accuracy));
    return this;
  }

  /** Makes the rows the session's view. */
  void become(SparkSession spark) {
    spark.createDataFrame(rows, SCHEMA).createOrReplaceTempView("results");
  }
}
