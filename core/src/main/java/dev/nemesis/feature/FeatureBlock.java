package dev.nemesis.feature;

import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of rows of one key, computed by one task and stored as one file.
 *
 * @param key whose features
 * @param index of the block, from 0
 * @param blocks how many blocks the key has in all
 * @param from first row; row {@code v x n + i} is view v of image i
 * @param to after the last row
 */
public record FeatureBlock(FeatureKey key, int index, int blocks, int from, int to) {
  /**
   * Small enough that a block is lost work worth of seconds, large enough that files are not many.
   */
  public static final int ROWS = 1024;

  /** All blocks of a key. */
  public static List<FeatureBlock> of(FeatureKey key, int images) {
    int rows = images * key.rowsPerImage();
    int count = Math.max(1, (rows + ROWS - 1) / ROWS);
    List<FeatureBlock> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blocks.add(new FeatureBlock(key, i, count, i * ROWS, Math.min(rows, (i + 1) * ROWS)));
    }
    return blocks;
  }

  /** The file's name within the key's folder. */
  public String file() {
    return String.format("block-%05d-of-%05d.safetensors", index, blocks);
  }
}
