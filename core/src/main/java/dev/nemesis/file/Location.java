package dev.nemesis.file;

import java.io.IOException;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where something lies that a user names: a path, which may have any letter that a file system
 * allows, or a URI as Hadoop takes it. Hadoop alone takes what is before a colon for a scheme.
 */
public final class Location {
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*", Pattern.DOTALL);

  private Location() {}

  /**
   * Returns whether a location is a URI: a scheme of two characters or more, a colon and a slash.
   */
  public static boolean isUri(String location) {
    return URI.matcher(location).matches();
  }

  /**
   * The path of a location; a relative one is relative to Hadoop's working folder.
   *
   * @throws IllegalArgumentException if it is empty, or a URI that is none
   */
  public static Path path(String location) {
    return isUri(location) ? new Path(location) : new Path(null, null, location);
  }

  /** Opens a file; Hadoop's file system of the local disk opens none with a colon in its name. */
  public static FSDataInputStream open(FileSystem files, Path file) throws IOException {
    // It looks for a file of checksums beside it, whose name it takes apart.
    return files instanceof LocalFileSystem local && file.getName().contains(":")
        ? local.getRaw().open(file)
        : files.open(file);
  }

  /** The path of something in a folder, by its path from there. */
  public static Path below(Path folder, String relative) {
    return new Path(folder, new Path(null, null, relative));
  }
}
