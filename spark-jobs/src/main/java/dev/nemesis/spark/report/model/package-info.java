/** Model of a report, independent of output formats: tables and figures as plain values. */
package dev.nemesis.spark.report.model;
