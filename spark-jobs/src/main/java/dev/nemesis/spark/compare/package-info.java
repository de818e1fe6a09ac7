/** Two grids, cell by cell and setting by setting, with significance. */
package dev.nemesis.spark.compare;
