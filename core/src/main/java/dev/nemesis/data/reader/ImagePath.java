package dev.nemesis.data.reader;

import java.util.List;

/** Checks whether an image's path in a list leads below the images' folder. */
final class ImagePath {
  private ImagePath() {}

  /** Returns whether a path leads to something below the images' folder. */
  static boolean isBelow(String path) {
    return !path.isBlank() && !path.startsWith("/") && !List.of(path.split("/")).contains("..");
  }

  /** Returns the reason for refusing a path that does not. */
  static String refusal(String path) {
    return "the path \"" + path + "\" does not lead below the images' folder";
  }
}
