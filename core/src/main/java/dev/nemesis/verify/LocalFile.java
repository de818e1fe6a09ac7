package dev.nemesis.verify;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.file.RefusedFileException;
import dev.nemesis.file.RegularFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Whole files of the local disk. */
final class LocalFile {
  /** The largest length of a Java array. */
  static final long LARGEST = Integer.MAX_VALUE - 16;

  private LocalFile() {}

  /**
   * Reads all bytes of a file.
   *
   * @param most a larger one is refused unread
   * @throws InputException if it is missing, unreadable, no regular file, or larger
   */
  static byte[] bytes(Path file, long most) {
    try {
      return RegularFile.bytes(file, most);
    } catch (RefusedFileException e) {
      throw InputException.cannot(ErrorCode.RECORDING, "read " + file + ": " + e.getMessage(), e);
    } catch (NoSuchFileException e) {
      throw InputException.cannot(
          ErrorCode.RECORDING, "find " + file + ": there is no such file", e);
    } catch (IOException e) {
      throw InputException.cannot(ErrorCode.RECORDING, "read " + file + ": " + e, e);
    }
  }
}
