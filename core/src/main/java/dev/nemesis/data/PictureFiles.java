package dev.nemesis.data;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Image files below a folder, on anything Hadoop's file system reaches: JPEG, PNG, GIF, BMP, TIFF.
 */
public final class PictureFiles implements PictureSource {
  private final FileSystem files;
  private final Path root;

  PictureFiles(FileSystem files, Path root) {
    this.files = files;
    this.root = root;
  }

  /**
   * The images below a folder.
   *
   * @throws InputException if there is no such folder
   */
  public static PictureFiles below(Path root) {
    try {
      FileSystem files = root.getFileSystem(new Configuration());
      if (!files.getFileStatus(root).isDirectory()) {
        throw new IOException("it is no folder");
      }
      // Past the checksum files Hadoop looks for on local disks: pictures have none, and the search
      // fails on names with a colon.
      return new PictureFiles(
          files instanceof LocalFileSystem local ? local.getRawFileSystem() : files, root);
    } catch (FileNotFoundException e) {
      throw InputException.cannot(
          ErrorCode.DATASET, "find the images' folder " + root + ": there is none", e);
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.DATASET, "read the images' folder " + root + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Picture read(String path) {
    Path file = locate(path);
    byte[] content = content(file);
    try {
      return PictureDecoder.decode(content);
    } catch (IOException e) {
      throw new BrokenImageException("read", file, e.getMessage(), e);
    }
  }

  private byte[] content(Path file) {
    try (InputStream stream = files.open(file)) {
      return stream.readAllBytes();
    } catch (FileNotFoundException e) {
      throw notOpened(file, e);
    } catch (IOException e) {
      throw unreachable(file, e);
    }
  }

  /**
   * A local disk says "not found" of what may not be read and of one open file too many as well,
   * and of everything once it is no longer mounted.
   */
  private RuntimeException notOpened(Path file, FileNotFoundException why) {
    try {
      if (!files.exists(file)) {
        return files.exists(root)
            ? new BrokenImageException("find", file, "there is no such file", why)
            : unreachable(file, why);
      }
      return files.getFileStatus(file).isDirectory()
          ? new BrokenImageException("read", file, "it is a folder", why)
          : unreachable(file, why);
    } catch (IOException e) {
      return unreachable(file, e);
    }
  }

  private static UncheckedIOException unreachable(Path file, IOException why) {
    return new UncheckedIOException("Cannot read " + file + ": " + why.getMessage(), why);
  }

  @Override
  public boolean exists(String path) {
    return lengths(Set.of(path)).containsKey(path);
  }

  /**
   * Lengths in bytes of those of the paths that are there. Asks for one listing a folder: a file
   * system far away answers a hundred listings sooner than fifty thousand questions.
   */
  public Map<String, Long> lengths(Collection<String> paths) {
    Map<String, Map<String, Long>> folders = new HashMap<>();
    Map<String, Long> lengths = new HashMap<>();
    for (String path : paths) {
      int slash = path.lastIndexOf('/');
      String folder = path.substring(0, slash + 1);
      Long length = folders.computeIfAbsent(folder, this::listing).get(path.substring(slash + 1));
      if (length != null) {
        lengths.put(path, length);
      }
    }
    return lengths;
  }

  /** Where an image lies, for messages. */
  public Path locate(String path) {
    return new Path(root, "./" + path); // or a colon in it would pass for a scheme
  }

  /** Lengths of a folder's files by their names. */
  private Map<String, Long> listing(String folder) {
    Map<String, Long> lengths = new HashMap<>();
    try {
      RemoteIterator<FileStatus> listing =
          files.listStatusIterator(folder.isEmpty() ? root : locate(folder));
      while (listing.hasNext()) {
        FileStatus file = listing.next();
        if (!file.isDirectory()) {
          lengths.put(file.getPath().getName(), file.getLen());
        }
      }
      return lengths;
    } catch (FileNotFoundException e) {
      return lengths;
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.DATASET, "list the folder " + locate(folder) + ": " + e.getMessage(), e);
    }
  }
}
