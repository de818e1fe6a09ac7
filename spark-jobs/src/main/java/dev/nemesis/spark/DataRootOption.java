package dev.nemesis.spark;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import picocli.CommandLine.Option;

/** Where the datasets lie. */
final class DataRootOption {
  @Option(
      names = "--data-root",
      paramLabel = "DIR",
      description = "Folder that holds the datasets' folders; drawn datasets need none.")
  private String root;

  /** Its name in earlier versions. */
  @Option(names = "--root", hidden = true)
  void root(String earlier) {
    root = earlier;
  }

  /** The folder; null if none was given. */
  String root() {
    return root;
  }

  /**
   * The folder.
   *
   * @throws InputException if none was given
   */
  String required() {
    if (root == null) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT,
          "look for datasets without --data-root; give the folder that holds theirs");
    }
    return root;
  }
}
