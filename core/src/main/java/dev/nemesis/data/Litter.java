package dev.nemesis.data;

import java.util.Locale;
import java.util.Set;

/**
 * Files and folders that operating systems and file servers put into people's folders: hidden
 * files, thumbnails, settings of folders, waste-paper baskets, and what unpacking a Mac's archive
 * leaves.
 */
public final class Litter {
  private static final Set<String> NAMES =
      Set.of(
          "__macosx",
          "icon\r",
          "thumbs.db",
          "ehthumbs.db",
          "ehthumbs_vista.db",
          "desktop.ini",
          "$recycle.bin",
          "recycler",
          "recycled",
          "system volume information",
          "lost+found",
          "@eadir",
          "@tmp",
          "@recycle",
          "@recently-snapshot",
          "#recycle",
          "#snapshot",
          "_success");

  private Litter() {}

  /** Whether a file or folder of that name, without its path, is litter. */
  public static boolean is(String name) {
    return name.startsWith(".") || NAMES.contains(name.toLowerCase(Locale.ROOT));
  }
}
