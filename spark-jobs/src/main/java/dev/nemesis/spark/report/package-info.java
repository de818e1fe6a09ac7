/** The paper's tables and figures, from the tables of finished cells. */
package dev.nemesis.spark.report;
