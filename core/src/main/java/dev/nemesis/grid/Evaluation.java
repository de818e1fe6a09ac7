package dev.nemesis.grid;

/**
 * A finished cell on one target.
 *
 * @param target a dataset's name
 * @param classes {@code all}, {@code base} or {@code new}
 * @param images how many were classified
 * @param accuracy in percent
 * @param macroF1 mean F1 over the classes, in percent
 */
public record Evaluation(
    String target, String classes, int images, double accuracy, double macroF1) {}
