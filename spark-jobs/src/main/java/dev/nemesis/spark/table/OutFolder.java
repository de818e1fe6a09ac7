package dev.nemesis.spark.table;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.error.StorageFault;
import dev.nemesis.file.Location;
import dev.nemesis.storage.Writing;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * An output folder, local or on any file system Hadoop knows, and the two ways of writing to it
 * that leave no half file for a reader: {@link #commit} a file that is never changed again, and
 * {@link #replace} a small one.
 *
 * <p>What is being written has a name that starts with a dot, which Spark and {@link #names} skip.
 *
 * <p>A driver works with the one that its lease gives ({@link #heldBy}), and so do its tasks: a
 * folder that was moved away meanwhile is not made again, and before the driver replaces, moves or
 * deletes a file its lease is looked at.
 */
public final class OutFolder implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Attempts at a file that is replaced each time it is read. */
  private static final int MOST_READS = 100;

  private final String root;
  private final SerializableConfiguration hadoop;
  private final String leases; // null where nobody holds it
  private final transient Runnable lease; // tasks add files alone, which needs none

  private OutFolder(String root, SerializableConfiguration hadoop, String leases, Runnable lease) {
    this.root = root;
    this.hadoop = hadoop;
    this.leases = leases;
    this.lease = lease;
  }

  /**
   * Names a folder; it need not exist yet.
   *
   * @param location a local path, or a URI such as {@code hdfs://...}
   * @throws InputException if no file system is known for it
   */
  public static OutFolder at(String location, Configuration hadoop) {
    try {
      Path path = Location.path(location);
      return new OutFolder(
          path.getFileSystem(hadoop).makeQualified(path).toString(),
          new SerializableConfiguration(hadoop),
          null,
          null);
    } catch (IOException | IllegalArgumentException e) {
      throw InputException.cannot(
          ErrorCode.OUTPUT,
          "use " + location + " as an output folder: " + StorageFault.reason(e) + "; give a folder",
          e);
    }
  }

  /**
   * Returns this folder as held by a driver: never made again once it is gone.
   *
   * @param leases folder of the leases, each a JSON file; the output folder is gone when none is
   *     left, even where a store of objects shows other names below it
   * @param lease throws where the driver may no longer change what is there
   */
  public OutFolder heldBy(String leases, Runnable lease) {
    return new OutFolder(root, hadoop, leases, lease);
  }

  /** The folder as a person would write it: without the scheme of local files. */
  public String location() {
    return root.startsWith("file:") ? path("").toUri().getPath() : root;
  }

  /** The folder as a word of a command that is to be pasted into a shell. */
  public String shellWord() {
    String location = location();
    return location.matches("[\\w@%+=:,./-]+")
        ? location
        : "'" + location.replace("'", "'\\''") + "'";
  }

  /** The full URI of something below the folder. */
  public String uri(String relative) {
    return path(relative).toString();
  }

  /** Returns the full URI of something below the folder, escaped for programs that parse it. */
  public String encodedUri(String relative) {
    return path(relative).toUri().toString();
  }

  /** Names of the files in a folder below, in order, hidden ones left out; none if it is absent. */
  public List<String> names(String folder) {
    return list(folder).stream().map(file -> file.getPath().getName()).sorted().toList();
  }

  /** Returns the {@link #names} of files, each with a space and the size of the file in bytes. */
  List<String> namesAndSizes(String folder) {
    return list(folder).stream()
        .map(file -> file.getPath().getName() + " " + file.getLen())
        .sorted()
        .toList();
  }

  private List<FileStatus> list(String folder) {
    try {
      return Arrays.stream(files().listStatus(path(folder)))
          .filter(file -> !file.getPath().getName().startsWith("."))
          .filter(file -> !file.getPath().getName().startsWith("_"))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw unusable("list", folder, e);
    }
  }

  /** Whether there is a file or folder of that name. */
  public boolean exists(String relative) {
    try {
      return files().exists(path(relative));
    } catch (IOException e) {
      throw unusable("read", relative, e);
    }
  }

  /** The text of a small file; of one that is replaced meanwhile, the old or the new one. */
  public String read(String relative) {
    try {
      for (int attempt = 1; true; attempt++) {
        FileStatus before = files().getFileStatus(path(relative));
        try {
          return new String(bytes(relative), StandardCharsets.UTF_8);
        } catch (IOException e) {
          // HDFS lets go of the blocks of a file that is replaced while it is read.
          if (attempt == MOST_READS || !isReplaced(before)) {
            throw e;
          }
        }
      }
    } catch (IOException e) {
      throw unusable("read", relative, e);
    }
  }

  private boolean isReplaced(FileStatus before) throws IOException {
    FileStatus now = files().getFileStatus(before.getPath());
    return now.getModificationTime() != before.getModificationTime()
        || now.getLen() != before.getLen();
  }

  /** All of a file. */
  public byte[] bytes(String relative) throws IOException {
    try (FSDataInputStream in = files().open(path(relative))) {
      return in.readAllBytes();
    }
  }

  /** The one row of a Parquet file that {@link RecordParquet} wrote. */
  <T extends Record> T read(String relative, Class<T> type) {
    try {
      return RecordFromParquet.read(type, bytes(relative));
    } catch (IOException e) {
      throw unusable("read", relative, e);
    }
  }

  /**
   * How long ago a file was written, by the clock of the file system alone, so that clocks of
   * machines need not agree.
   */
  public Duration age(String relative) {
    try {
      Path probe = Writing.beside(path(relative));
      try {
        files().create(probe, false).close();
        long now = files().getFileStatus(probe).getModificationTime();
        return Duration.ofMillis(Math.max(0, now - written(relative).toEpochMilli()));
      } finally {
        files().delete(probe, false);
      }
    } catch (IOException e) {
      throw unusable("look at", relative, e);
    }
  }

  /** When a file was written, by the clock of the file system. */
  public Instant written(String relative) {
    try {
      return Instant.ofEpochMilli(files().getFileStatus(path(relative)).getModificationTime());
    } catch (IOException e) {
      throw unusable("look at", relative, e);
    }
  }

  /** Makes sure that there is a folder of that name. */
  public void makeFolder(String relative) {
    try {
      requireStanding();
      files().mkdirs(path(relative));
    } catch (IOException e) {
      throw unusable("make", relative, e);
    }
  }

  /** Moves a small file to another name that is not taken yet. */
  public void move(String from, String to) {
    try {
      requireLease();
      if (!commit(to, bytes(from))) {
        throw new FileAlreadyExistsException(path(to).toString());
      }
      files().delete(path(from), false);
    } catch (IOException e) {
      throw unusable("move", from, e);
    }
  }

  /** Removes a file or a whole folder, if it is there. */
  public void delete(String relative) {
    try {
      requireLease();
      files().delete(path(relative), true);
    } catch (IOException e) {
      throw unusable("delete", relative, e);
    }
  }

  /**
   * Writes a file that must not be there yet; it appears whole or not at all, and of several
   * writers one succeeds.
   *
   * @return false, with nothing changed, if the file is there already
   */
  public boolean commit(String relative, byte[] content) throws IOException {
    return writing().commit(path(relative), content);
  }

  /** Writes a small file in one piece, in place of the one that is there. */
  public void replace(String relative, String text) {
    replace(relative, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a small file of bytes in one piece, in place of the one that is there. */
  public void replace(String relative, byte[] content) {
    try {
      requireLease();
      writing().replace(path(relative), content);
    } catch (IOException e) {
      throw unusable("write", relative, e);
    }
  }

  /**
   * Makes sure that whoever holds the folder may still change it, before something else than this
   * class writes there.
   */
  public void requireLease() {
    if (lease != null) {
      lease.run();
    }
  }

  private void requireStanding() throws IOException {
    if (leases != null && names(leases).stream().noneMatch(name -> name.endsWith(".json"))) {
      throw new FileNotFoundException(
          "it is gone, moved or deleted while this program wrote to it");
    }
  }

  private Writing writing() throws IOException {
    requireStanding();
    Writing writing = Writing.to(new Path(root), hadoop.value());
    if (leases == null) {
      writing.makeFolder();
    }
    return writing;
  }

  private Path path(String relative) {
    return relative.isEmpty() ? new Path(root) : Location.below(new Path(root), relative);
  }

  private FileSystem files() throws IOException {
    return new Path(root).getFileSystem(hadoop.value());
  }

  private InputException unusable(String verb, String relative, Exception e) {
    return StorageFault.cannot(verb + " " + relative + " in output folder " + location(), e);
  }
}
