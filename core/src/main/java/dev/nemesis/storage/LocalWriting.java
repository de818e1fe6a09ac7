package dev.nemesis.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.fs.Path;

/**
 * On a local disk a file is written beside its place and forced to the disk before it gets its
 * name, by a link, which fails if the name is taken; then its folder is forced there too, so that a
 * name that was seen is still there after a power cut. This goes past Hadoop, which would leave a
 * checksum file beside each.
 */
final class LocalWriting implements Writing {
  private final java.nio.file.Path folder;
  private final Forcing forcing;

  LocalWriting(Path folder, Forcing forcing) {
    this.folder = local(folder);
    this.forcing = forcing;
  }

  /** How a file or folder of some path is forced to the disk. */
  interface Forcing {
    void force(java.nio.file.Path path) throws IOException;
  }

  @Override
  public void makeFolder() throws IOException {
    makeFolder(folder);
  }

  @Override
  public boolean commit(Path target, byte[] content) throws IOException {
    java.nio.file.Path beside = write(target, content);
    try {
      Files.createLink(local(target), beside);
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(beside);
    }
    forcing.force(beside.getParent());
    return true;
  }

  @Override
  public void replace(Path target, byte[] content) throws IOException {
    java.nio.file.Path beside = write(target, content);
    try {
      Files.move(
          beside,
          local(target),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
    forcing.force(beside.getParent());
  }

  private java.nio.file.Path write(Path target, byte[] content) throws IOException {
    java.nio.file.Path beside = local(Writing.beside(target));
    makeBelow(beside.getParent());
    try {
      Files.write(beside, content);
      forcing.force(beside);
      return beside;
    } catch (IOException e) {
      Files.deleteIfExists(beside); // a full disk is no fuller for having tried
      throw e;
    }
  }

  /** Makes a folder below the one that is written to; without that one, the write fails. */
  private void makeBelow(java.nio.file.Path below) throws IOException {
    if (below.equals(folder) || Files.isDirectory(below)) {
      return;
    }
    makeBelow(below.getParent());
    try {
      Files.createDirectory(below);
    } catch (FileAlreadyExistsException e) {
      return; // another process was first
    }
    forcing.force(below.getParent());
  }

  /** Makes a folder and what it is in, each forced to the disk with its name. */
  private void makeFolder(java.nio.file.Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    java.nio.file.Path parent = folder.getParent();
    if (parent != null) {
      makeFolder(parent);
    }
    Files.createDirectories(folder); // another process may have been first
    if (parent != null) {
      forcing.force(parent);
    }
  }

  /** Forces a file's content or a folder's names, where the system lets a folder be opened. */
  static void toDisk(java.nio.file.Path path) throws IOException {
    boolean isFolder = Files.isDirectory(path);
    FileChannel channel;
    try {
      channel =
          FileChannel.open(path, isFolder ? StandardOpenOption.READ : StandardOpenOption.WRITE);
    } catch (IOException e) {
      if (isFolder) { // Windows, or a folder that may be written but not read
        return;
      }
      throw e;
    }
    try (channel) {
      channel.force(true);
    }
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }
}
