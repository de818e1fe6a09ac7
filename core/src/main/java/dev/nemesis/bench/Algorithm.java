package dev.nemesis.bench;

/** Whose way of making a step. */
public enum Algorithm {
  /** The code that trains cells here. */
  OURS,
  /** The published code's, in the same engine. */
  REFERENCE
}
