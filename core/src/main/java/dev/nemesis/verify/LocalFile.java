package dev.nemesis.verify;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Whole files of the local disk. */
final class LocalFile {
  /** Of a Java array. */
  static final long LARGEST = Integer.MAX_VALUE - 16;

  private LocalFile() {}

  /**
   * What a file holds.
   *
   * @param most a larger one is refused unread
   * @throws InputException if it is missing, unreadable or larger
   */
  static byte[] bytes(Path file, long most) {
    try {
      if (Files.size(file) > most) {
        throw InputException.cannot(
            ErrorCode.RECORDING,
            "read %s: it is larger than %,d bytes, the most for its kind".formatted(file, most));
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw InputException.cannot(
          ErrorCode.RECORDING, "find " + file + ": there is no such file", e);
    } catch (IOException e) {
      throw InputException.cannot(ErrorCode.RECORDING, "read " + file + ": " + e, e);
    }
  }
}
