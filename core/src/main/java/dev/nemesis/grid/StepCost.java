package dev.nemesis.grid;

/**
 * The cost of one training step for one cell, as it was timed.
 *
 * @param dataset the paper's dataset whose class names it was timed with, as many and as long
 * @param classes C
 * @param method its name in the paper's table A8: {@code coop}, {@code coop+pun}, {@code coop+pan},
 *     {@code coop+pun+pan}, {@code plot}
 * @param positions N, at how many positions PAN shrinks; 0 without PAN
 * @param cells how many cells were trained together
 * @param algorithm {@code ours}, or {@code reference}: the published code's way, in the same engine
 * @param imagesEncoded how many images go through the image encoder in a step
 * @param rounds how often it was timed
 * @param seconds of one step of one cell: the median of the rounds
 * @param leastSeconds the fastest round
 * @param mostSeconds the slowest round
 */
public record StepCost(
    String dataset,
    int classes,
    String method,
    int positions,
    int cells,
    String algorithm,
    int imagesEncoded,
    int rounds,
    double seconds,
    double leastSeconds,
    double mostSeconds) {}
