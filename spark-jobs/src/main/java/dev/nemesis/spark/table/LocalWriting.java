package dev.nemesis.spark.table;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.fs.Path;

/**
 * On a local disk a file is written beside its place and forced to the disk before it gets its
 * name, by a link, which fails if the name is taken. This goes past Hadoop, which would leave a
 * checksum file beside each.
 */
final class LocalWriting implements Writing {
  @Override
  public boolean commit(Path target, byte[] content) throws IOException {
    java.nio.file.Path beside = write(target, content);
    try {
      Files.createLink(local(target), beside);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(beside);
    }
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
  }

  private static java.nio.file.Path write(Path target, byte[] content) throws IOException {
    java.nio.file.Path beside = local(Writing.beside(target));
    Files.createDirectories(beside.getParent());
    try {
      Files.write(beside, content);
      try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      return beside;
    } catch (IOException e) {
      Files.deleteIfExists(beside); // a full disk is no fuller for having tried
      throw e;
    }
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }
}
