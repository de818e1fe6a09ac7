package dev.nemesis.data;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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

  private PictureFiles(FileSystem files, Path root) {
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
    try (InputStream stream = files.open(file)) {
      return PictureDecoder.decode(stream.readAllBytes());
    } catch (FileNotFoundException e) {
      throw InputException.cannot(
          ErrorCode.DATASET, "find the image " + file + ": there is no such file", e);
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.DATASET, "read the image " + file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public boolean exists(String path) {
    return present(Set.of(path)).contains(path);
  }

  /**
   * Those of the paths that are there. Asks for one listing a folder: a file system far away
   * answers a hundred listings sooner than fifty thousand questions.
   */
  public Set<String> present(Collection<String> paths) {
    Map<String, Set<String>> namesByFolder = new HashMap<>();
    Set<String> present = new HashSet<>();
    for (String path : paths) {
      int slash = path.lastIndexOf('/');
      String folder = path.substring(0, slash + 1);
      if (namesByFolder.computeIfAbsent(folder, this::names).contains(path.substring(slash + 1))) {
        present.add(path);
      }
    }
    return present;
  }

  /** Where an image lies, for messages. */
  public Path locate(String path) {
    return new Path(root, "./" + path); // or a colon in it would pass for a scheme
  }

  private Set<String> names(String folder) {
    Set<String> names = new HashSet<>();
    try {
      RemoteIterator<FileStatus> listing =
          files.listStatusIterator(folder.isEmpty() ? root : locate(folder));
      while (listing.hasNext()) {
        names.add(listing.next().getPath().getName());
      }
      return names;
    } catch (FileNotFoundException e) {
      return names;
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.DATASET, "list the folder " + locate(folder) + ": " + e.getMessage(), e);
    }
  }
}
