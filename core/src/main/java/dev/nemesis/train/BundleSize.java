package dev.nemesis.train;

import dev.nemesis.clip.ClipConfig;
import dev.nemesis.grid.Cell;
import dev.nemesis.prompt.ClassTokens;
import dev.nemesis.prompt.PromptLayout;
import java.util.List;

/**
 * How many cells are best trained together: as many as keep a step's matrices large enough for the
 * device, no more than its memory takes. Results do not depend on it but for rounding.
 *
 * @param width W of the text transformer
 * @param layers of the text transformer
 * @param rows token rows in one pass beyond which a device gains nothing from more
 * @param memory bytes a task may use for what a step keeps for its backward pass
 */
public record BundleSize(int width, int layers, long rows, long memory) {
  /**
   * Rows for a CPU core. With the mini model a cell gets cheaper up to 16 or 32 together where
   * there are 10 classes (1,000 to 2,000 rows) and up to 8 where there are 37 (1,400).
   */
  public static final long CPU_ROWS = 2048;

  /**
   * Rows for a GPU. On an H100, at RN50's sizes, a cell gets cheaper up to some 16,000 rows,
   * whether these are 268 cells of 10 classes or 4 of 1,000; twice as many make it 3 % cheaper at
   * 10 classes and at 1,000, and 9 % at 100.
   */
  public static final long GPU_ROWS = 1 << 14;

  /**
   * Values that a layer keeps of a row for the backward pass, in widths. By it a step of RN50's
   * sizes with 1,000 classes takes 2.9 GB; the process that made one peaked at 3.8 GB, weights and
   * heap included. On a GPU it is 15 to 18 widths.
   */
  private static final int WIDTHS_KEPT = 28;

  /** Cells that encode no prompt in a step: each costs next to nothing. */
  private static final int WITHOUT_PROMPT = 64;

  /** Creates the limits for a model's text side. */
  public static BundleSize of(ClipConfig config, long rows, long memory) {
    return new BundleSize(config.textWidth(), config.textLayers(), rows, memory);
  }

  /**
   * The most cells like this one in a bundle, at least 1.
   *
   * @param classes of its dataset
   */
  public int cells(Cell cell, List<ClassTokens> classes) {
    if (cell.prompt() == null) {
      return WITHOUT_PROMPT;
    }
    PromptLayout layout = PromptLayout.of(cell.prompt(), classes);
    long tokens = 1 + layout.shared();
    for (PromptLayout.Suffix suffix : layout.suffixes()) {
      tokens += suffix.length();
    }
    long own = tokens * cell.method().declared().promptsPerStep(cell);
    long bytes = own * layers * width * WIDTHS_KEPT * Float.BYTES;
    return (int) Math.max(1, Math.min(Math.round((double) rows / own), memory / bytes));
  }
}
