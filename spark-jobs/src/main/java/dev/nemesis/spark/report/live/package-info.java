/** The report as a page that the program serves while its grid runs. */
package dev.nemesis.spark.report.live;
