package dev.nemesis.weights;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;

/** The one line a container that cannot be read is refused with. */
final class Unreadable {
  private static final int LONGEST_NAME = 80;

  private Unreadable() {}

  /** {@code "Cannot read FILE: WHY"}. */
  static InputException because(String file, String why) {
    return InputException.cannot(ErrorCode.WEIGHTS, "read " + file + ": " + why);
  }

  static InputException because(String file, String why, Throwable cause) {
    return InputException.cannot(ErrorCode.WEIGHTS, "read " + file + ": " + why, cause);
  }

  /** A name out of the file in quotes: it may hold anything, but the message stays one line. */
  static String quoted(String name) {
    String head = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "..." : name;
    return "'" + head.replaceAll("[^\\p{Print}\\p{L}]", "?") + "'";
  }
}
