/** Asks the queries of {@code conf/sql} and makes tables and figures of their answers. */
package dev.nemesis.spark.report.query;
