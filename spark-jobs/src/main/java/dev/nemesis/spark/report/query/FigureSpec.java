package dev.nemesis.spark.report.query;

/**
 * Specification of a figure, whose points are the answer to {@code conf/sql/<id>.sql}.
 *
 * @param id names its query and its files
 * @param number its number in the paper
 * @param title what it shows, one line
 * @param caption what a reader has to know of its lines, in sentences
 * @param xLabel of every panel
 * @param yLabel of panels whose rows name none
 * @param isByRank whether the values of x stand at equal distances
 */
record FigureSpec(
    String id,
    String number,
    String title,
    String caption,
    String xLabel,
    String yLabel,
    boolean isByRank) {}
