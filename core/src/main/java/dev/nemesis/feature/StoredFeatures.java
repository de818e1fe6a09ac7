package dev.nemesis.feature;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/**
 * Features in the store, found but not read: a test split of PLOT's has 50 features an image, which
 * for 20,000 images of ResNet-50 are 4 GB of floats, so blocks are read as they are asked for, and
 * as many as there is room for are kept (see {@link FeatureStore}).
 */
public final class StoredFeatures implements ImageFeatures {
  private final FeatureStore store;
  private final FeatureKey key;
  private final int views;
  private final int dim;
  private final int[] labels;
  private final List<String> blocks;
  private final int[] block; // [V x n]: which block a row is in, an index into blocks
  private final int[] row; // [V x n]: its place there

  StoredFeatures(
      FeatureStore store,
      FeatureKey key,
      int views,
      int dim,
      int[] labels,
      List<String> blocks,
      int[] block,
      int[] row) {
    this.store = store;
    this.key = key;
    this.views = views;
    this.dim = dim;
    this.labels = labels;
    this.blocks = blocks;
    this.block = block;
    this.row = row;
  }

  /**
   * All of them, in the heap.
   *
   * @throws dev.nemesis.error.InputException if they are more than one array takes
   */
  public Features whole() throws IOException {
    float[] values = new float[key.values(labels.length, views, dim)];
    for (int b = 0; b < blocks.size(); b++) { // each block once, wherever its rows go
      Block read = null;
      for (int at = 0; at < block.length; at++) {
        if (block[at] == b) {
          read = read == null ? store.block(key, blocks.get(b)) : read;
          copy(read, at, values, at);
        }
      }
    }
    return new Features(views, labels.length, key.regions(), dim, values, labels);
  }

  @Override
  public Features part(int from, int to) {
    if (views != 1) {
      throw new IllegalStateException("Cannot take a part of " + views + " views");
    }
    float[] values = new float[key.values(to - from, 1, dim)];
    try {
      Block read = null;
      for (int at = from; at < to; at++) {
        if (at == from || block[at] != block[at - 1]) {
          read = store.block(key, blocks.get(block[at]));
        }
        copy(read, at, values, at - from);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int[] some = Arrays.copyOfRange(labels, from, to);
    return new Features(1, to - from, key.regions(), dim, values, some);
  }

  private void copy(Block read, int at, float[] values, int to) {
    int each = key.regions() * dim;
    read.features().toFloats(row[at] * each, values, to * each, each);
  }

  @Override
  public int images() {
    return labels.length;
  }

  @Override
  public int regions() {
    return key.regions();
  }

  @Override
  public int dim() {
    return dim;
  }

  @Override
  public int[] labels() {
    return labels.clone();
  }
}
