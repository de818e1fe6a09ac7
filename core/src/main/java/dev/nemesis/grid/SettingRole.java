package dev.nemesis.grid;

/** What a {@link Setting} is about, which decides where tables tell it. */
public enum SettingRole {
  /** What tables have rows, columns or blocks for: dataset, shots, seed, method, loss. */
  PLACE,
  /** The norm loss: told in the label of a cell where it is unlike the paper's. */
  NORM_LOSS,
  /** The learned prompt: told like a setting of the loss. */
  PROMPT,
  /**
   * How is trained: told in the label where cells of one method differ in it, else in a note where
   * it is unlike the paper's.
   */
  TRAINING,
  /** What else is tested on: told in the label where cells of one method differ in it. */
  TESTING
}
