/** Feature extraction as a Spark job, and what an executor keeps loaded for its tasks. */
package dev.nemesis.spark.feature;
