/** Figures of a report as images: small multiples with one legend, as PNG and SVG. */
package dev.nemesis.spark.report.figure;
