package dev.nemesis.data.reader;

import java.util.List;

/**
 * Files and folders that lie among a dataset's folders and are no part of it, by their paths below
 * the images' folder.
 *
 * @param ignored what is in every such folder for no reason of the dataset: litter, and what is
 *     there to be read by people
 * @param leftOut what may have been meant to be a part of it
 */
public record Unused(List<String> ignored, List<String> leftOut) {
  /** No unused files or folders. */
  static final Unused NONE = new Unused(List.of(), List.of());

  public Unused {
    ignored = List.copyOf(ignored);
    leftOut = List.copyOf(leftOut);
  }
}
