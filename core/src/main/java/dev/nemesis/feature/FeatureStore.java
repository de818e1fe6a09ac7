package dev.nemesis.feature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toList;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.file.Location;
import dev.nemesis.storage.Writing;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Features in blocks below a folder of any Hadoop file system. A block appears whole or not at all,
 * and is never changed; one that is not as it was written counts as not there. Each says which rows
 * it holds, so blocks may be of any size, and what is missing can be told whatever computed the
 * rest.
 *
 * <p>All tasks of a JVM share what was read, as it is on disk (half precision): the next bundle, of
 * the same dataset most likely, finds it there.
 */
public final class FeatureStore {
  /** The rest is for training and for what tasks take out of here, twice as large in float32. */
  private static final int SHARE_OF_HEAP = 4;

  /** Folder of the store that damaged files are moved to. */
  public static final String DAMAGED = "damaged";

  /** The prefix of the names of blocks. */
  private static final String BLOCK = "block-";

  private static final HeapCache<Block> BLOCKS =
      new HeapCache<>(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, Block::bytes);
  private static final HeapCache<Block.Contents> CONTENTS =
      new HeapCache<>(
          Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / 16,
          contents -> (long) contents.rows().length * Long.BYTES);

  /** Rows of blocks that were read to their end; none of a block that is not as it was written. */
  private static final HeapCache<Optional<long[]>> WHOLE =
      new HeapCache<>(
          Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / 16,
          rows -> rows.map(numbers -> (long) numbers.length * Long.BYTES).orElse(0L));

  private final Path root;
  private final FileSystem files;
  private final Writing writing;

  private FeatureStore(Path root, FileSystem files, Writing writing) {
    this.root = root;
    this.files = files;
    this.writing = writing;
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
      Path qualified = files.makeQualified(root);
      return new FeatureStore(qualified, files, Writing.to(qualified, hadoop));
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.OUTPUT, "reach the feature store " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Returns the wanted rows that the store does not have yet, rows of broken images included. */
  public FeatureRows missing(FeatureRows wanted) throws IOException {
    LongStream.Builder there = LongStream.builder();
    for (String file : names(wanted.key(), BLOCK)) {
      whole(wanted.key(), file).ifPresent(rows -> Arrays.stream(rows).forEach(there));
    }
    return wanted.without(there.build().sorted().toArray());
  }

  /** The rows of a block that is as it was written; reads all of it once a JVM. */
  private Optional<long[]> whole(FeatureKey key, String file) throws IOException {
    Path path = new Path(folder(key), file);
    return WHOLE.get(
        path.toString(),
        () -> {
          try {
            return Optional.of(Block.read(path.toString(), bytes(path)).rows());
          } catch (InputException | ChecksumException e) {
            return Optional.empty();
          }
        });
  }

  /**
   * Moves files of a key that are not as they were written to {@value #DAMAGED}.
   *
   * @return a line for each, which begins with its name
   */
  public List<String> setDamagedAside(FeatureKey key) throws IOException {
    List<String> moved = new ArrayList<>();
    for (String file : names(key, BLOCK)) {
      if (whole(key, file).isEmpty()) {
        moved.add(setAside(key, file));
      }
    }
    for (String file : names(key, BrokenFile.PREFIX)) {
      if (listed(key, file).isEmpty()) {
        moved.add(setAside(key, file));
      }
    }
    return moved;
  }

  private String setAside(FeatureKey key, String file) throws IOException {
    Path damaged = new Path(folder(key), file);
    Path aside = new Path(root, DAMAGED + "/" + key.folder() + "/" + file);
    for (int i = 2; files.exists(aside); i++) {
      aside = new Path(root, DAMAGED + "/" + key.folder() + "/" + file + "." + i);
    }
    files.mkdirs(aside.getParent());
    if (!files.rename(damaged, aside)) {
      throw new IOException("Cannot move " + damaged + " to " + aside);
    }
    WHOLE.forget(damaged.toString()); // what is written under its name next is another
    CONTENTS.forget(damaged.toString());
    return "%s/%s is damaged".formatted(key.folder(), file);
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
      listed(wanted.key(), name)
          .ifPresent(images -> images.forEach(image -> marked.put(image.image(), image)));
    }
    if (!marked.isEmpty()) {
      marked.keySet().retainAll(missing(wanted).images());
    }
    return List.copyOf(marked.values());
  }

  /** Images that a file lists as broken, if it is as it was written. */
  private Optional<List<BrokenImage>> listed(FeatureKey key, String name) throws IOException {
    Path path = new Path(folder(key), name);
    try {
      byte[] content = bytes(path);
      return name.equals(BrokenFile.name(content))
          ? Optional.of(BrokenFile.read(key, path.toString(), content))
          : Optional.empty();
    } catch (ChecksumException e) {
      return Optional.empty();
    }
  }

  /**
   * Writes a small file at the store's root, in place of the one that is there.
   *
   * @return where it lies, for messages
   */
  public String replace(String name, String text) throws IOException {
    Path target = new Path(root, name);
    requireStanding();
    writing.makeFolder();
    writing.replace(target, text.getBytes(UTF_8));
    return files instanceof LocalFileSystem ? target.toUri().getPath() : target.toString();
  }

  /** A file appears whole or, if it is there already, stays as it is: another task was first. */
  private void commit(Path target, byte[] content) throws IOException {
    requireStanding();
    writing.makeFolder();
    writing.commit(target, content);
  }

  /** A store in a folder that was moved away meanwhile is not made again where it was. */
  private void requireStanding() throws IOException {
    if (!files.exists(root.getParent())) {
      throw new FileNotFoundException(root.getParent() + " is gone, moved or deleted");
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
