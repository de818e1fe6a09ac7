package dev.nemesis.grid;

/**
 * The treatment of images that cannot be read. It is no part of a cell: which images are broken is
 * a property of the dataset, and what was left out stands in a result's {@link Provenance}.
 */
public enum BrokenImages {
  /** Nothing is trained before they are mended. */
  FAIL,
  /** They are left out of test sets and few-shot subsets, and not replaced. */
  SKIP
}
