package dev.nemesis.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The recordings and real files in the folder {@code shared} beside the project's root, where it is
 * there.
 */
public final class Shared {
  private Shared() {}

  /**
   * A file or folder below {@code shared}; the calling test is skipped, saying so, where there is
   * none.
   */
  public static Path path(String relative) {
    Path path = projectRoot().resolveSibling("shared").resolve(relative);
    assumeTrue(
        Files.exists(path),
        () -> "skipped: no " + relative + " in the folder 'shared' beside the project");
    return path;
  }

  /** The root of this checkout. */
  public static Path projectRoot() {
    return Path.of(System.getProperty("nemesis.root", "..")).toAbsolutePath().normalize();
  }
}
