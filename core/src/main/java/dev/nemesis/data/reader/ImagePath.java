package dev.nemesis.data.reader;

import java.util.List;

/** What may stand as an image's path in a list. */
final class ImagePath {
  private ImagePath() {}

  /** Whether it leads to something below the images' folder. */
  static boolean isBelow(String path) {
    return !path.isBlank() && !path.startsWith("/") && !List.of(path.split("/")).contains("..");
  }

  /** What to say of one that does not. */
  static String refusal(String path) {
    return "the path \"" + path + "\" does not lead below the images' folder";
  }
}
