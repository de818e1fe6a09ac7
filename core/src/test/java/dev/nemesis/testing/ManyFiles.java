package dev.nemesis.testing;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A file system on which there is an ImageNet as large as one likes, and nothing else: 1,000
 * classes of train and val images. It counts how often it is asked for a listing.
 */
public final class ManyFiles extends FileSystem {
  private static final String SCHEME = "many";
  private static final String PER_CLASS = "many.train.images.per.class";
  private static final int CLASSES = 1000;
  private static final int VAL_PER_CLASS = 50;

  /** The data root on it. */
  public static final String ROOT = SCHEME + "://files/data";

  private static final AtomicInteger LISTINGS = new AtomicInteger();

  /** What makes it reachable. */
  public static Configuration configuration(int trainImagesPerClass) {
    Configuration hadoop = new Configuration();
    hadoop.set("fs." + SCHEME + ".impl", ManyFiles.class.getName());
    hadoop.setBoolean("fs." + SCHEME + ".impl.disable.cache", true);
    hadoop.setInt(PER_CLASS, trainImagesPerClass);
    LISTINGS.set(0);
    return hadoop;
  }

  /** How many listings were asked for since the last configuration was made. */
  public static int listings() {
    return LISTINGS.get();
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + "://files");
  }

  @Override
  public FileStatus[] listStatus(Path folder) throws IOException {
    LISTINGS.incrementAndGet();
    String path = folder.toUri().getPath();
    if (path.endsWith("/images/train") || path.endsWith("/images/val")) {
      FileStatus[] classes = new FileStatus[CLASSES];
      for (int i = 0; i < CLASSES; i++) {
        int label = (i * 7 + 3) % CLASSES; // in no order
        classes[i] = status(new Path(folder, name(label)), true);
      }
      return classes;
    }
    String parent = folder.getParent().getName();
    if (!List.of("train", "val").contains(parent)) {
      throw new FileNotFoundException(folder.toString());
    }
    int count = parent.equals("val") ? VAL_PER_CLASS : getConf().getInt(PER_CLASS, 1);
    FileStatus[] images = new FileStatus[count];
    for (int i = 0; i < count; i++) {
      int number = count - 1 - i;
      String image =
          parent.equals("val")
              ? "ILSVRC2012_val_%08d.JPEG".formatted(number)
              : folder.getName() + "_" + number + ".JPEG";
      images[i] = status(new Path(folder, image), false);
    }
    return images;
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    String name = path.getName();
    if (List.of("imagenet", "images").contains(name)) {
      return status(path, true);
    }
    throw new FileNotFoundException(path.toString());
  }

  private static FileStatus status(Path path, boolean folder) {
    return new FileStatus(folder ? 0 : 110_000, folder, 1, 1 << 27, 0, path);
  }

  private static String name(int label) {
    return "n%08d".formatted(1_440_764 + label);
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    if (!file.getName().equals("classnames.txt")) {
      throw new FileNotFoundException(file.toString());
    }
    StringBuilder names = new StringBuilder();
    for (int label = 0; label < CLASSES; label++) {
      names.append(name(label)).append(" thing ").append(label).append('\n');
    }
    byte[] text = names.toString().getBytes(StandardCharsets.UTF_8);
    ByteArrayInputStream bytes = new ByteArrayInputStream(text);
    return new FSDataInputStream(
        new FSInputStream() {
          @Override
          public void seek(long position) {
            throw new UnsupportedOperationException();
          }

          @Override
          public long getPos() {
            return text.length - (long) bytes.available();
          }

          @Override
          public boolean seekToNewSource(long position) {
            return false;
          }

          @Override
          public int read() {
            return bytes.read();
          }

          @Override
          public int read(byte[] to, int offset, int length) {
            return bytes.read(to, offset, length);
          }
        });
  }

  @Override
  public Path getWorkingDirectory() {
    return new Path(ROOT);
  }

  @Override
  public void setWorkingDirectory(Path folder) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FSDataOutputStream append(Path file, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean delete(Path file, boolean recursive) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean mkdirs(Path folder, FsPermission permission) {
    throw new UnsupportedOperationException();
  }
}
