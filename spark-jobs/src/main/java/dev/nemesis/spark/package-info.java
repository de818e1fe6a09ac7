/** The command line, the Spark session and the Kryo registrator. */
package dev.nemesis.spark;
