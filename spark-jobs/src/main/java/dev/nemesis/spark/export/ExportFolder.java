package dev.nemesis.spark.export;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.error.StorageFault;
import dev.nemesis.spark.table.OutFolder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A new folder for files that other programs read, local or on any file system Hadoop knows. They
 * are written below a hidden folder in it and moved to their places when all are there: an export
 * that ends early leaves nothing that could be taken for a whole one.
 *
 * <p>Local files are written past Hadoop, which would put a checksum file beside each, that
 * TensorBoard and MLflow take for one of theirs.
 */
public final class ExportFolder implements AutoCloseable {
  private static final String UNFINISHED = ".unfinished";

  private final OutFolder to;
  private final Path unfinished;
  private final FileSystem files;
  private final boolean local;

  private ExportFolder(OutFolder to, Configuration hadoop) throws IOException {
    this.to = to;
    this.unfinished = new Path(to.uri(UNFINISHED));
    this.files = unfinished.getFileSystem(hadoop);
    this.local = "file".equals(unfinished.toUri().getScheme());
  }

  /**
   * Makes the folder, if it is not there.
   *
   * @throws InputException if it has content, or cannot be written
   */
  public static ExportFolder create(OutFolder to, Configuration hadoop) {
    if (!to.names("").isEmpty()) {
      throw InputException.cannot(
          ErrorCode.OUTPUT,
          "export to "
              + to.location()
              + ": it is there and holds something already; give a new or an empty folder");
    }
    to.delete(UNFINISHED); // of an export that was killed
    to.makeFolder(UNFINISHED);
    try {
      return new ExportFolder(to, hadoop);
    } catch (IOException e) {
      throw unwritable(to.location(), e);
    }
  }

  /**
   * Says in one line why a folder could not be written.
   *
   * @param location of the folder
   */
  public static InputException unwritable(String location, IOException e) {
    return InputException.cannot(
        ErrorCode.OUTPUT,
        "export to "
            + location
            + ": "
            + StorageFault.reason(e)
            + "; make sure that it can be written and has room, and export again",
        e);
  }

  /** The folder as a person would write it. */
  public String location() {
    return to.location();
  }

  /** The full URI of what is below the folder when it is finished, a local one with three /. */
  String uri(String relative) {
    return local
        ? java.nio.file.Path.of(to.location(), relative).toUri().toString().replaceFirst("/$", "")
        : to.uri(relative);
  }

  /** Begins a file, which must not be there yet. */
  OutputStream create(String relative) throws IOException {
    Path file = new Path(unfinished, relative);
    if (!local) {
      return files.create(file, false);
    }
    java.nio.file.Path path = java.nio.file.Path.of(file.toUri().getPath());
    Files.createDirectories(path.getParent());
    return new BufferedOutputStream(Files.newOutputStream(path, StandardOpenOption.CREATE_NEW));
  }

  /** Writes a whole file, which must not be there yet. */
  void write(String relative, byte[] content) throws IOException {
    try (OutputStream out = create(relative)) {
      out.write(content);
    }
  }

  /** Writes a whole file of text, which must not be there yet. */
  void write(String relative, String text) throws IOException {
    write(relative, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Moves everything to its place. */
  public void finish() throws IOException {
    for (FileStatus written : files.listStatus(unfinished)) {
      Path place = new Path(to.uri(written.getPath().getName()));
      if (!files.rename(written.getPath(), place)) {
        throw new IOException("cannot move " + written.getPath() + " to " + place);
      }
    }
  }

  /** Removes what was not finished. */
  @Override
  public void close() {
    to.delete(UNFINISHED);
  }
}
