/** Finished cells as Parquet files, and the tables and views made from them. */
package dev.nemesis.spark.table;
