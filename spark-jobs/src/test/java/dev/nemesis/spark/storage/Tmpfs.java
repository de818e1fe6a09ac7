package dev.nemesis.spark.storage;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A small disk of its own, in memory; to mount one takes the rights to. */
record Tmpfs(Path folder) implements AutoCloseable {
  /** Mounts one at a folder, or skips the test and says so. */
  static Tmpfs mount(Path folder, String size) {
    Assumptions.assumeTrue(
        ran("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString()),
        "a tmpfs can be mounted, which takes root");
    return new Tmpfs(folder);
  }

  /** Makes it larger; what is there stays. */
  void resize(String size) {
    if (!ran("mount", "-o", "remount,size=" + size, folder.toString())) {
      throw new IllegalStateException(folder + " cannot be made larger");
    }
  }

  /** Unmounts it, even if something still has a file open. */
  @Override
  public void close() {
    if (!ran("umount", folder.toString()) && !ran("umount", "-l", folder.toString())) {
      throw new IllegalStateException(folder + " is still mounted");
    }
  }

  private static boolean ran(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // there is no such program
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
