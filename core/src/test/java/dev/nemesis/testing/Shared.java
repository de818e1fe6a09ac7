package dev.nemesis.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The recordings and real files in the folder {@code shared} beside the project's root: what tests
 * marked with {@link ReadsShared} read, and no others.
 */
public final class Shared {
  private Shared() {}

  /**
   * A file or folder below {@code shared}.
   *
   * @throws IllegalStateException if the running test is not marked with {@link ReadsShared}
   * @throws AssertionError if the folder lacks it
   */
  public static Path path(String relative) {
    if (!SharedFolder.isOpen()) {
      throw new IllegalStateException(
          "A test reads shared/" + relative + ": mark it, or its class, with @ReadsShared");
    }
    Path path = folder().resolve(relative);
    if (!Files.exists(path)) {
      throw new AssertionError("The folder 'shared' has no " + relative);
    }
    return path;
  }

  /** Where it is, if it is: {@code nemesis.shared}, or beside the project. */
  static Path folder() {
    String given = System.getProperty("nemesis.shared", "");
    return given.isEmpty() ? projectRoot().resolveSibling("shared") : Path.of(given);
  }

  /** The root of this checkout. */
  public static Path projectRoot() {
    return Path.of(System.getProperty("nemesis.root", "..")).toAbsolutePath().normalize();
  }
}
