/** Tables of a report as LaTeX, for a paper. */
package dev.nemesis.spark.report.text;
