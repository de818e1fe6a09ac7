package dev.nemesis.grid;

/** The kind of cause that made an attempt fail; it decides what is tried again. */
public enum FailureKind {
  /** A loss or norm stopped being finite. The same training would end the same. */
  DIVERGED,
  /** An image, a split or weights cannot be used. */
  DATA,
  /** Memory of the GPU or of the heap, or room on the disk, was not enough. */
  RESOURCES,
  /** An executor was lost, or the storage was away. */
  INFRASTRUCTURE,
  /** None of these: a fault of the program. */
  BUG
}
