package dev.nemesis.spark.report;

/**
 * The accuracy of one setting at one number of shots, in percent.
 *
 * @param mean over seeds
 * @param std sample standard deviation over seeds; NaN with fewer than two
 * @param seeds how many went in; of an average, how many had every dataset
 * @param datasets how many it is the mean of; 1 unless it is an average
 * @param cellsPerSeed above 1 where cells were thrown together that differ in a setting the table
 *     has no column for
 */
record Score(double mean, double std, int seeds, int datasets, int cellsPerSeed) {}
