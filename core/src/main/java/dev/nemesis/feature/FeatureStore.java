package dev.nemesis.feature;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Features in blocks below a folder of any Hadoop file system. A block appears whole, by one
 * rename, or not at all, and is never changed. Each says which rows it holds, so blocks may be of
 * any size, and what is missing can be told whatever computed the rest.
 *
 * <p>All tasks of a JVM share what was read, as it is on disk (half precision): the next bundle, of
 * the same dataset most likely, finds it there.
 */
public final class FeatureStore {
  /** The rest is for training and for what tasks take out of here, twice as large in float32. */
  private static final int SHARE_OF_HEAP = 4;

  private static final HeapCache<Block> BLOCKS =
      new HeapCache<>(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, Block::bytes);
  private static final HeapCache<Block.Contents> CONTENTS =
      new HeapCache<>(
          Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / 16,
          contents -> (long) contents.rows().length * Long.BYTES);

  private final Path root;
  private final FileSystem files;

  private FeatureStore(Path root, FileSystem files) {
    this.root = root;
    this.files = files;
  }

  /**
   * Opens a store; the folder need not exist yet.
   *
   * @throws InputException if the file system cannot be reached
   */
  public static FeatureStore open(String folder, Configuration hadoop) {
    Path root = new Path(folder);
    try {
      FileSystem files = root.getFileSystem(hadoop);
      return new FeatureStore(files.makeQualified(root), files);
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.OUTPUT, "reach the feature store " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Those of some rows that are not there yet. */
  public FeatureRows missing(FeatureRows wanted) throws IOException {
    LongStream.Builder there = LongStream.builder();
    for (String file : blocks(wanted.key())) {
      Arrays.stream(contents(wanted.key(), file).rows()).forEach(there);
    }
    return wanted.without(there.build().sorted().toArray());
  }

  /**
   * Writes a block; one that is there already stays as it is.
   *
   * @param values {@code [rows, R, E]} of the key's R regions, row-major
   * @throws InputException if one of them is no number that half precision has
   */
  public void write(FeatureRows block, float[] values, int dim) throws IOException {
    byte[] bytes = Block.write(block, values, dim);
    Path folder = folder(block.key());
    Path part = new Path(folder, "." + block.file() + "." + UUID.randomUUID());
    files.mkdirs(folder);
    Path target = new Path(folder, block.file());
    try {
      try (FSDataOutputStream out = files.create(part, false)) {
        out.write(bytes);
      }
      if (!files.exists(target) && files.rename(part, target)) {
        return;
      }
    } catch (IOException e) {
      remove(part, e);
      throw e;
    } catch (FSError e) { // Hadoop's word for a full local disk, which is no exception
      IOException full = new IOException(e.getCause().getMessage(), e);
      remove(part, full);
      throw full;
    }
    files.delete(part, false); // another task was first; its block has the same numbers
  }

  /** Removes what could not be written: a full disk is no fuller for having tried. */
  private void remove(Path part, IOException why) {
    try {
      files.delete(part, false);
    } catch (IOException again) {
      why.addSuppressed(again);
    }
  }

  /**
   * Finds images' features; reads none.
   *
   * @param images n places in the key's split, each once
   * @param views how many of each, at least 1
   * @param labels of the images, {@code [n]}
   * @throws FileNotFoundException if some are not there
   */
  public StoredFeatures find(FeatureKey key, int[] images, int views, int[] labels)
      throws IOException {
    int[] column = new int[Arrays.stream(images).max().orElse(-1) + 1];
    Arrays.fill(column, -1);
    for (int i = 0; i < images.length; i++) {
      column[images[i]] = i;
    }
    int[] block = new int[Math.multiplyExact(images.length, views)];
    int[] row = new int[block.length];
    Arrays.fill(block, -1);
    List<String> used = new ArrayList<>();
    int dim = 0;
    int open = block.length;
    for (String file : blocks(key)) {
      Block.Contents contents = contents(key, file);
      for (int i = 0; i < contents.rows().length; i++) {
        int image = FeatureRows.image(contents.rows()[i]);
        int view = FeatureRows.view(contents.rows()[i]);
        if (image < column.length && column[image] >= 0 && view < views) {
          int at = view * images.length + column[image];
          open -= block[at] < 0 ? 1 : 0;
          block[at] = used.size();
          row[at] = i;
        }
      }
      dim = contents.dim();
      used.add(file);
    }
    if (open > 0) {
      throw new FileNotFoundException(
          "Of %d rows of features %d are not in %s".formatted(block.length, open, folder(key)));
    }
    return new StoredFeatures(this, key, views, dim, labels, used, block, row);
  }

  /** A block, from the heap if it is there. */
  Block block(FeatureKey key, String file) throws IOException {
    Path path = new Path(folder(key), file);
    return BLOCKS.get(path.toString(), () -> Block.read(path.toString(), bytes(path)));
  }

  private Block.Contents contents(FeatureKey key, String file) throws IOException {
    Path path = new Path(folder(key), file);
    return CONTENTS.get(
        path.toString(),
        () -> {
          try (FSDataInputStream in = files.open(path)) {
            return Block.contents(path.toString(), in, files.getFileStatus(path).getLen());
          }
        });
  }

  /** Names of a key's blocks, in order. */
  private List<String> blocks(FeatureKey key) throws IOException {
    Path folder = folder(key);
    if (!files.exists(folder)) {
      return List.of();
    }
    return Arrays.stream(files.listStatus(folder))
        .map(FileStatus::getPath)
        .map(Path::getName)
        .filter(name -> name.startsWith("block-"))
        .sorted()
        .toList();
  }

  private byte[] bytes(Path path) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(files.getFileStatus(path).getLen())];
    try (FSDataInputStream in = files.open(path)) {
      in.readFully(0, bytes);
    }
    return bytes;
  }

  private Path folder(FeatureKey key) {
    return new Path(root, key.folder());
  }
}
