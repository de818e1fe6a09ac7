package dev.nemesis.grid;

import java.util.List;
import java.util.Locale;

/**
 * Which of a dataset's classes: all, or a half of them in label order (CoCoOp's generalisation from
 * base to new classes). Of an odd number the base half has one more.
 */
public enum ClassSubset {
  /** Every class. */
  ALL,
  /** The first half: those a prompt is trained on. */
  BASE,
  /** The other half, which such a prompt has never seen. */
  NEW;

  /** The subset's word in grid files and tables. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The label of the first class.
   *
   * @param classes how many the dataset has
   */
  public int first(int classes) {
    return this == NEW ? middle(classes) : 0;
  }

  /** The label after the last class. */
  public int end(int classes) {
    return this == BASE ? middle(classes) : classes;
  }

  /**
   * The part of a list that belongs to these classes.
   *
   * @param perClass one element a class of the dataset, in label order
   */
  public <T> List<T> of(List<T> perClass) {
    return perClass.subList(first(perClass.size()), end(perClass.size()));
  }

  private static int middle(int classes) {
    return (classes + 1) / 2;
  }
}
