package dev.nemesis.feature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toList;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.file.Location;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options.Rename;
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

  /** What names of blocks start with. */
  private static final String BLOCK = "block-";

  private static final HeapCache<Block> BLOCKS =
      new HeapCache<>(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, Block::bytes);
  private static final HeapCache<Block.Contents> CONTENTS =
      new HeapCache<>(
          Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / 16,
          contents -> (long) contents.rows().length * Long.BYTES);

  private final Path root;
  private final FileSystem files;
  private final Configuration hadoop; // Hadoop shares file systems, and theirs may be another's

  private FeatureStore(Path root, FileSystem files, Configuration hadoop) {
    this.root = root;
    this.files = files;
    this.hadoop = hadoop;
  }

  /**
   * Opens a store; the folder need not exist yet.
   *
   * @throws InputException if the file system cannot be reached
   */
  public static FeatureStore open(String folder, Configuration hadoop) {
    Path root = Location.path(folder);
    try {
      FileSystem files = root.getFileSystem(hadoop);
      return new FeatureStore(files.makeQualified(root), files, hadoop);
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.OUTPUT, "reach the feature store " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Those of some rows that are not there yet, those of broken images among them. */
  public FeatureRows missing(FeatureRows wanted) throws IOException {
    LongStream.Builder there = LongStream.builder();
    for (String file : names(wanted.key(), BLOCK)) {
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
    commit(new Path(folder(block.key()), block.file()), Block.write(block, values, dim));
  }

  /** Remembers broken images that are left out, so that nobody looks at them again. */
  public void markBroken(List<BrokenImage> broken) throws IOException {
    Map<FeatureKey, List<BrokenImage>> byKey =
        broken.stream()
            .collect(Collectors.groupingBy(BrokenImage::key, LinkedHashMap::new, toList()));
    for (Map.Entry<FeatureKey, List<BrokenImage>> of : byKey.entrySet()) {
      byte[] content = BrokenFile.write(of.getValue());
      commit(new Path(folder(of.getKey()), BrokenFile.name(content)), content);
    }
  }

  /**
   * Images of some rows that are known as broken and whose features are not there, each once, in
   * order. One that was mended since and has its features is none.
   */
  public List<BrokenImage> broken(FeatureRows wanted) throws IOException {
    Map<Integer, BrokenImage> marked = new TreeMap<>();
    for (String name : names(wanted.key(), BrokenFile.PREFIX)) {
      Path path = new Path(folder(wanted.key()), name);
      BrokenFile.read(wanted.key(), path.toString(), bytes(path))
          .forEach(image -> marked.put(image.image(), image));
    }
    if (!marked.isEmpty()) {
      marked.keySet().retainAll(missing(wanted).images());
    }
    return List.copyOf(marked.values());
  }

  /**
   * Writes a small file at the store's root, in place of the one that is there.
   *
   * @return where it lies, for messages
   */
  public String replace(String name, String text) throws IOException {
    Path target = new Path(root, name);
    FileContext.getFileContext(target.toUri(), hadoop)
        .rename(written(target, text.getBytes(UTF_8)), target, Rename.OVERWRITE);
    return files instanceof LocalFileSystem ? target.toUri().getPath() : target.toString();
  }

  /** A file appears whole or, if it is there already, stays as it is. */
  private void commit(Path target, byte[] content) throws IOException {
    Path part = written(target, content);
    try {
      if (!files.exists(target) && files.rename(part, target)) {
        return;
      }
    } catch (IOException e) {
      remove(part, e);
      throw e;
    }
    files.delete(part, false); // another task was first; its file has the same content
  }

  /** Removes what could not be written: a full disk is no fuller for having tried. */
  private void remove(Path part, IOException why) {
    try {
      files.delete(part, false);
    } catch (IOException again) {
      why.addSuppressed(again);
    }
  }

  /** Content beside the file that it is for. */
  private Path written(Path target, byte[] content) throws IOException {
    Path part = new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID());
    files.mkdirs(target.getParent());
    try (FSDataOutputStream out = files.create(part, false)) {
      out.write(content);
    } catch (IOException e) {
      remove(part, e);
      throw e;
    } catch (FSError e) { // Hadoop's word for a full local disk, which is no exception
      IOException full = new IOException(e.getCause().getMessage(), e);
      remove(part, full);
      throw full;
    }
    return part;
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
    for (String file : names(key, BLOCK)) {
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

  /** Names of a key's files of one kind, in order. */
  private List<String> names(FeatureKey key, String prefix) throws IOException {
    Path folder = folder(key);
    if (!files.exists(folder)) {
      return List.of();
    }
    return Arrays.stream(files.listStatus(folder))
        .map(FileStatus::getPath)
        .map(Path::getName)
        .filter(name -> name.startsWith(prefix))
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
