package dev.nemesis.grid;

import java.util.List;

/**
 * Cells trained together in one Spark task. They share backbone, dataset, classes, method, prompt
 * shape, shots, batch size, epochs, views and targets, and differ in seed, loss and learning rate.
 *
 * @param id readable, and a hash of the cells in their order: the same id is the same computation,
 *     to the bit on the same kind of machine
 * @param attempts at least one
 */
public record Bundle(String id, List<Attempt> attempts) {
  private static final int HASH_DIGITS = 10;

  public Bundle {
    attempts = List.copyOf(attempts);
    if (attempts.isEmpty()) {
      throw new IllegalArgumentException("Cannot make a bundle of no cells");
    }
    if (!fit(attempts)) {
      throw new IllegalArgumentException("Cannot train cells that differ in shape: bundle " + id);
    }
  }

  /** Whether cells can be trained together. */
  public static boolean fit(List<Attempt> attempts) {
    return attempts.stream().map(attempt -> BundleShape.of(attempt.cell())).distinct().count() <= 1;
  }

  /** Whether an id is that of a bundle of cells with these ids, in this order. */
  public static boolean isOf(String id, List<String> cellIds) {
    return id.endsWith(suffix(cellIds));
  }

  private static String suffix(List<String> cellIds) {
    return "-%dcells-%s"
        .formatted(cellIds.size(), CanonicalJson.digest(cellIds).substring(0, HASH_DIGITS));
  }

  /** A bundle of these, named. */
  public static Bundle of(List<Attempt> attempts) {
    Cell cell = attempts.get(0).cell();
    List<String> ids = attempts.stream().map(Attempt::cellId).toList();
    String what =
        cell.method().isTrained()
            ? cell.shots() + "shot-" + cell.method().name()
            : cell.method().name();
    return new Bundle(
        cell.dataset().replaceAll("[^A-Za-z0-9._-]", "_") + "-" + what + suffix(ids), attempts);
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
