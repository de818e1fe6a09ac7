package dev.nemesis.verify;

import java.util.Optional;

/** One format of recordings. An object of it serves one walk, and is shown every file in turn. */
public interface Format {
  /**
   * The recording a file holds or, where it has several, is known by.
   *
   * @throws dev.nemesis.error.InputException if the file is one of this format's and damaged, which
   *     counts as a recording that fails
   */
  Optional<Recording> recognise(WalkedFile file);

  /**
   * Whether a file, though no recording, may be an input of this format's recordings: a split file,
   * weights. It is then not reported as unknown.
   */
  default boolean isInput(WalkedFile file) {
    return false;
  }
}
