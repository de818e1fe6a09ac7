package dev.nemesis.weights;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.file.Location;
import dev.nemesis.tensor.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The bytes of a file on any Hadoop file system: a small one's in memory, a local one's mapped, and
 * any other's mapped from a local copy that has no name and is gone when nothing reads it.
 */
final class StoredFile {
  private static final int SMALL = 1 << 20;

  private StoredFile() {}

  /**
   * Opens a file.
   *
   * @throws IOException if it is missing or cannot be read
   * @throws InputException if it is no file that could be read twice
   */
  static ByteSource open(FileSystem files, Path path) throws IOException {
    FileStatus status = files.getFileStatus(path);
    if (files instanceof LocalFileSystem local && !local.pathToFile(path).isFile()) {
      throw InputException.cannot(
          ErrorCode.WEIGHTS, "read the weights " + path + ": it is no regular file");
    }
    if (status.getLen() <= SMALL) {
      byte[] bytes = new byte[(int) status.getLen()];
      try (FSDataInputStream in = Location.open(files, path)) {
        in.readFully(0, bytes);
      }
      return ByteSource.of(bytes);
    }
    return files instanceof LocalFileSystem local
        ? MappedFile.of(local.pathToFile(path).toPath())
        : copied(files, path);
  }

  private static ByteSource copied(FileSystem files, Path path) throws IOException {
    java.nio.file.Path copy = Files.createTempFile("nemesis-weights-", "");
    try (InputStream in = Location.open(files, path)) {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      return MappedFile.of(copy);
    } finally {
      Files.delete(copy); // what is mapped of it stays
    }
  }
}
