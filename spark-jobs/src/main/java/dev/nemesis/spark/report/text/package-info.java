/** Tables of a report as text: Markdown to read, CSV for programs, LaTeX to paste into a paper. */
package dev.nemesis.spark.report.text;
