package dev.nemesis.grid;

/** Where a prompt has its class name; "." and the end token always come last. */
public enum ClassTokenPosition {
  /** Behind all context vectors. */
  END,
  /** Behind the first half of them, rounded down. */
  MIDDLE,
  /** Before them. */
  FRONT
}
