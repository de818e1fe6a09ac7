package dev.nemesis.spark.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A store of objects, over local files: an object is there once its writer closes it, one that must
 * not replace another is refused then, with the store's own error, and nothing can be renamed.
 */
public final class FakeObjectStore extends RawLocalFileSystem {
  static final String SCHEME = "fakestore";

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    throw new IOException("A rename is a copy here: " + from);
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return create(file, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return new FSDataOutputStream(
        new Upload(pathToFile(file).toPath(), overwrite), new FileSystem.Statistics(SCHEME));
  }

  /** What was written so far is nowhere to be seen. */
  private static final class Upload extends ByteArrayOutputStream {
    private final java.nio.file.Path object;
    private final boolean overwrite;
    private boolean closed;

    Upload(java.nio.file.Path object, boolean overwrite) {
      this.object = object;
      this.overwrite = overwrite;
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      java.nio.file.Path uploaded = Files.write(Files.createTempFile("object", ""), toByteArray());
      try {
        Files.createDirectories(object.getParent());
        if (overwrite) {
          Files.move(uploaded, object, StandardCopyOption.ATOMIC_MOVE);
        } else {
          Files.createLink(object, uploaded);
        }
      } catch (java.nio.file.FileAlreadyExistsException e) {
        throw new IOException("412: a precondition you specified did not hold", e);
      } finally {
        Files.deleteIfExists(uploaded);
      }
    }
  }
}
