package dev.nemesis.verify;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every file below some folders, once, whatever links lead to it. */
final class Walk extends SimpleFileVisitor<Path> {
  private final Map<Path, Path> files = new TreeMap<>();
  private final Map<Path, Path> special = new TreeMap<>();
  private final Map<Path, String> unreadable = new TreeMap<>();

  private Walk() {}

  /**
   * Walks.
   *
   * @throws InputException if a path does not exist
   */
  static Walk of(List<Path> paths) {
    Walk walk = new Walk();
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw InputException.cannot(
            ErrorCode.ARGUMENT,
            "find " + path + ": there is no such file or folder; give one with recordings");
      }
      try {
        Files.walkFileTree(path, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
      } catch (IOException e) {
        throw InputException.cannot(ErrorCode.ARGUMENT, "read " + path + ": " + e.getMessage(), e);
      }
    }
    return walk;
  }

  /**
   * Returns the path that tells files apart, whatever links to folders lead to them. A link to a
   * file is a file of its own: others lie beside it.
   */
  static Path key(Path path) {
    Path absolute = path.toAbsolutePath();
    try {
      return absolute.getParent().toRealPath().resolve(absolute.getFileName());
    } catch (IOException e) { // there is no such folder, so no file of it is met
      return absolute;
    }
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    (attributes.isRegularFile() ? files : special).putIfAbsent(key(file), file);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) {
    if (!(e instanceof FileSystemLoopException)) { // its files were met where the loop leads to
      unreadable.put(file, "Cannot read " + file + ": " + e);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, IOException e) {
    return e == null ? FileVisitResult.CONTINUE : visitFileFailed(folder, e);
  }

  /** Regular files, sorted. */
  List<Path> files() {
    return List.copyOf(files.values());
  }

  /** Pipes, devices and links that lead nowhere, which are not opened. */
  List<Path> special() {
    return List.copyOf(special.values());
  }

  /** Files and folders that could not be entered, and why. */
  Map<Path, String> unreadable() {
    return unreadable;
  }
}
