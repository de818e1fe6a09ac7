package dev.nemesis.verify;

import java.nio.file.Path;
import java.util.Set;

/** A recording that was found, not yet replayed. */
public interface Recording {
  /** Where it lies, as the user would write it. */
  String name();

  /** The kind of recording and what is compared, in a few words: {@code "schedules: lr, omega"}. */
  String compares();

  /** The files it takes, weights and images included, whether they are there or not. */
  Set<Path> files();

  /**
   * Computes again what was recorded.
   *
   * @param replay what recordings share
   * @throws dev.nemesis.error.InputException if a file, tensor or value is missing or malformed;
   *     the recording then fails with that message
   */
  Verdict replay(Replay replay);
}
