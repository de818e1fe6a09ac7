package dev.nemesis.grid;

/**
 * One failed attempt at a cell.
 *
 * @param cellId the cell
 * @param attempt counted from 0
 * @param cell what was to be trained
 * @param stage {@code features}, {@code train}, {@code evaluate} or {@code commit}
 * @param message one line
 * @param stack the stack trace
 * @param host where it happened
 * @param at ISO 8601, UTC
 */
public record CellFailure(
    String cellId,
    int attempt,
    Cell cell,
    String stage,
    String message,
    String stack,
    String host,
    String at) {}
