/** The Spark session and what Kryo knows. */
package dev.nemesis.spark.session;
