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
   * Features in a block. Small enough that a block is lost work worth of seconds and a file of a
   * few MB, large enough that files are not many.
   */
  private static final int FEATURES = 1024;

  /** All blocks of a key. */
  public static List<FeatureBlock> of(FeatureKey key, int images) {
    int rows = images * key.rowsPerImage();
    int most = rowsOfABlock(key);
    int count = Math.max(1, (rows + most - 1) / most);
    List<FeatureBlock> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blocks.add(new FeatureBlock(key, i, count, i * most, Math.min(rows, (i + 1) * most)));
    }
    return blocks;
  }

  private static int rowsOfABlock(FeatureKey key) {
    return Math.max(1, FEATURES / key.regions());
  }

  /** How many rows it has. */
  public int rows() {
    return to - from;
  }

  /** The file's name within the key's folder. */
  public String file() {
    return String.format("block-%05d-of-%05d.safetensors", index, blocks);
  }
}
