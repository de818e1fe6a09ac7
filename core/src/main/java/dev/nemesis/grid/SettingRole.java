package dev.nemesis.grid;

/** The subject of a {@link Setting}, which decides where tables tell it. */
public enum SettingRole {
  /**
   * The place of a cell, for which tables have rows, columns or blocks: dataset, shots, seed,
   * method, loss.
   */
  PLACE,
  /** The norm loss: told in the label of a cell where it is unlike the paper's. */
  NORM_LOSS,
  /** The learned prompt: told like a setting of the loss. */
  PROMPT,
  /**
   * The training: told in the label where cells of one method differ in it, else in a note where it
   * is unlike the paper's.
   */
  TRAINING,
  /** Further test data: told in the label where cells of one method differ in it. */
  TESTING
}
