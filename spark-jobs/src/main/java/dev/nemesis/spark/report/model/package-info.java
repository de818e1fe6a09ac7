/** What a report holds, whatever form it takes: tables and figures as plain values. */
package dev.nemesis.spark.report.model;
