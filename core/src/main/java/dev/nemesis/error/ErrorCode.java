package dev.nemesis.error;

/** The kinds of user error, by the thing that has to be put right. */
public enum ErrorCode {
  /** An option or argument of the command line. */
  ARGUMENT,
  /** A key or value of a grid file. */
  GRID,
  /** A dataset's folder, split file, declaration or image. */
  DATASET,
  /** A weights file: unreadable, cut short, of the wrong shape, or not CLIP's. */
  WEIGHTS,
  /** A byte-pair vocabulary that does not belong to the weights. */
  VOCABULARY,
  /** A recording of what the reference computes: a file, a tensor or a value of it. */
  RECORDING,
  /** An output folder: of another grid, unreadable, or not writable. */
  OUTPUT
}
