package dev.nemesis.feature;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.tensor.Safetensors;
import dev.nemesis.tensor.TensorData;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Features in blocks below a folder of any Hadoop file system. A block appears whole, by one
 * rename, or not at all.
 */
public final class FeatureStore {
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
      return new FeatureStore(root, root.getFileSystem(hadoop));
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.OUTPUT, "reach the feature store " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Those of a key's blocks that are not there yet. */
  public List<FeatureBlock> missing(List<FeatureBlock> blocks) throws IOException {
    if (blocks.isEmpty()) {
      return blocks;
    }
    Path folder = folder(blocks.get(0).key());
    Set<String> there = new HashSet<>();
    if (files.exists(folder)) {
      for (FileStatus status : files.listStatus(folder)) {
        there.add(status.getPath().getName());
      }
    }
    return blocks.stream().filter(block -> !there.contains(block.file())).toList();
  }

  /**
   * Writes a block; one that is there already stays as it is.
   *
   * @param values {@code [to - from, R, E]} of the key's R regions, row-major
   */
  public void write(FeatureBlock block, float[] values, int dim) throws IOException {
    Path folder = folder(block.key());
    Path part = new Path(folder, "." + block.file() + "." + UUID.randomUUID());
    files.mkdirs(folder);
    int regions = block.key().regions();
    TensorData tensor =
        regions == 1
            ? TensorData.of(values, block.rows(), dim)
            : TensorData.of(values, block.rows(), regions, dim);
    byte[] bytes = Safetensors.write(Map.of("features", tensor), Map.of());
    try (FSDataOutputStream out = files.create(part, false)) {
      out.write(bytes);
    }
    Path target = new Path(folder, block.file());
    if (files.exists(target) || !files.rename(part, target)) {
      files.delete(part, false); // another task was first; its block has the same numbers
    }
  }

  /**
   * Reads all of a key's features.
   *
   * @param labels of its images, {@code [n]}
   * @throws InputException if they are more than {@link Features} can hold
   */
  public Features read(FeatureKey key, int[] labels) throws IOException {
    float[] values = null;
    int dim = 0;
    for (FeatureBlock block : FeatureBlock.of(key, labels.length)) {
      Path path = new Path(folder(key), block.file());
      TensorData tensor = Safetensors.read(path.toString(), bytes(path)).tensors().get("features");
      if (values == null) {
        dim = (int) tensor.shape()[tensor.shape().length - 1];
        values = new float[key.values(labels.length, dim)];
      }
      int row = key.regions() * dim;
      System.arraycopy(tensor.toFloats(), 0, values, block.from() * row, block.rows() * row);
    }
    return new Features(key.rowsPerImage(), labels.length, key.regions(), dim, values, labels);
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
