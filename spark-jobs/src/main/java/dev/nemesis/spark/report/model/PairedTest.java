package dev.nemesis.spark.report.model;

/**
 * The paired t test behind an entry whose mean is a mean difference over seeds.
 *
 * @param degreesOfFreedom pairs of seeds less one
 * @param t Student's; null where the differences have no variance, as {@code p} then is unless all
 *     are 0
 * @param p two-sided
 * @param pHolm {@code p} corrected by Holm's method for the number of datasets; null where it is
 *     not, as of an average over datasets
 */
public record PairedTest(long degreesOfFreedom, Double t, Double p, Double pHolm) {}
