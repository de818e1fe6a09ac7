/** Notebooks over an output folder: the kernel that answers their cells in Java and SQL. */
package dev.nemesis.spark.notebook;
