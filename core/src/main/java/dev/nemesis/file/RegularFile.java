package dev.nemesis.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Opens files that a user gives. On a local disk anything may have a file's name: to open a pipe
 * waits for a writer, a device never ends, and Hadoop takes both for files. Links are followed.
 */
public final class RegularFile {
  /** The most bytes of a text file that is read whole: lists, split files, grid files. */
  public static final long MOST_TEXT = 512L << 20;

  private RegularFile() {}

  /**
   * Opens a file on any file system.
   *
   * @param most bytes; a longer one on a local disk is refused, elsewhere lengths are not asked for
   * @throws RefusedFileException if it is no regular file, or longer
   */
  public static FSDataInputStream open(FileSystem files, Path path, long most) throws IOException {
    Optional<java.nio.file.Path> local = local(files, path);
    if (local.isPresent()) {
      check(local.get(), most);
    }
    return Location.open(files, path);
  }

  /**
   * Reads all bytes of a file on any file system.
   *
   * @param most bytes, below 2 GiB
   * @throws RefusedFileException if it is no regular file, or longer
   */
  public static byte[] bytes(FileSystem files, Path path, long most) throws IOException {
    try (InputStream in = open(files, path, most)) {
      return upTo(in, most);
    }
  }

  /** Reads all bytes of a file on the local disk, like {@link #bytes(FileSystem, Path, long)}. */
  public static byte[] bytes(java.nio.file.Path path, long most) throws IOException {
    check(path, most);
    try (InputStream in = Files.newInputStream(path)) {
      return upTo(in, most);
    }
  }

  /**
   * Reads all bytes of a stream up to a limit: a file may grow, and unpacked data may never end.
   *
   * @param most bytes, below 2 GiB
   * @throws RefusedFileException if there are more
   */
  public static byte[] upTo(InputStream in, long most) throws IOException {
    byte[] content = in.readNBytes(Math.toIntExact(most + 1));
    if (content.length > most) {
      throw new RefusedFileException(
          "it has more than %,d bytes, the most that are read".formatted(most));
    }
    return content;
  }

  /** Leaves what is missing, or may not be looked at, to whoever opens it. */
  private static void check(java.nio.file.Path path, long most) throws RefusedFileException {
    BasicFileAttributes found;
    try {
      found = Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      if (Files.isSymbolicLink(path)) {
        throw new RefusedFileException("it is a link that leads nowhere");
      }
      return;
    } catch (AccessDeniedException e) {
      return;
    } catch (FileSystemException e) {
      if (String.valueOf(e.getReason()).contains("symbolic link")) {
        throw new RefusedFileException("it is a link that leads back to itself");
      }
      return;
    } catch (IOException e) {
      return;
    }
    if (found.isDirectory()) {
      throw new RefusedFileException("it is a folder");
    }
    if (!found.isRegularFile()) {
      throw new RefusedFileException("it is a pipe, a socket or a device; give a regular file");
    }
    if (found.size() > most) {
      throw new RefusedFileException(
          "it has %,d bytes; at most %,d are read".formatted(found.size(), most));
    }
  }

  private static Optional<java.nio.file.Path> local(FileSystem files, Path path) {
    try {
      return "file".equals(files.getUri().getScheme())
          ? Optional.of(java.nio.file.Path.of(files.makeQualified(path).toUri().getPath()))
          : Optional.empty();
    } catch (InvalidPathException e) { // no file can have that name here
      return Optional.empty();
    }
  }
}
