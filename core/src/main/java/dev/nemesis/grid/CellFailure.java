package dev.nemesis.grid;

/**
 * One failed attempt at a cell.
 *
 * @param cellId the cell
 * @param attempt counted from 0
 * @param cell what was to be trained
 * @param stage {@code train}, or {@code run} where the task did not live to say more
 * @param kind what it failed of; null in files older than kinds
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
    FailureKind kind,
    String message,
    String stack,
    String host,
    String at) {}
