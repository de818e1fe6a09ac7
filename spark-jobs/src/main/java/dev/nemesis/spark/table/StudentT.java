package dev.nemesis.spark.table;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;

/** Student's t distribution as functions of SQL, which Spark does not have. */
final class StudentT {
  static final String P = "student_t_p";
  static final String QUANTILE = "student_t_quantile";
  private static final double UPPER = 0.975;

  private StudentT() {}

  /**
   * Adds {@code student_t_p(t, degrees_of_freedom)}, the probability of a t as large in either
   * direction.
   */
  static void registerP(SparkSession spark) {
    UDF2<Double, Integer, Double> p =
        (t, freedom) ->
            t == null || freedom == null || freedom < 1
                ? null
                : Double.valueOf(
                    2 * new TDistribution(freedom).cumulativeProbability(-Math.abs(t)));
    if (!spark.catalog().functionExists(P)) { // else Spark warns
      spark.udf().register(P, p, DataTypes.DoubleType);
    }
  }

  /**
   * Adds {@code student_t_quantile(degrees_of_freedom)}, the 0.975 quantile: how many standard
   * errors half of a 95% interval is.
   */
  static void registerQuantile(SparkSession spark) {
    UDF1<Integer, Double> quantile =
        freedom ->
            freedom == null || freedom < 1
                ? null
                : Double.valueOf(new TDistribution(freedom).inverseCumulativeProbability(UPPER));
    if (!spark.catalog().functionExists(QUANTILE)) {
      spark.udf().register(QUANTILE, quantile, DataTypes.DoubleType);
    }
  }
}
