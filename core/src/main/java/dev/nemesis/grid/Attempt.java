package dev.nemesis.grid;

/**
 * One cell to be trained, now.
 *
 * @param cellId identity of the science, see {@link CellId}
 * @param attempt counted from 0; not part of the identity
 * @param cell what to train
 */
public record Attempt(String cellId, int attempt, Cell cell) {}
