package dev.nemesis.grid;

import java.util.List;

/**
 * Cells trained together in one Spark task. They share backbone, dataset, method, prompt shape,
 * shots, optimizer, views and targets, and differ in seed and loss.
 *
 * @param id readable, unique within one run
 * @param attempts at least one
 */
public record Bundle(String id, List<Attempt> attempts) {
  public Bundle {
    attempts = List.copyOf(attempts);
    if (attempts.isEmpty()) {
      throw new IllegalArgumentException("Cannot make a bundle of no cells");
    }
  }

  /** The cells in order. */
  public List<Cell> cells() {
    return attempts.stream().map(Attempt::cell).toList();
  }

  /** A cell that stands for what all of them share. */
  public Cell shared() {
    return attempts.get(0).cell();
  }

  /** How many cells are trained together. */
  public int size() {
    return attempts.size();
  }
}
