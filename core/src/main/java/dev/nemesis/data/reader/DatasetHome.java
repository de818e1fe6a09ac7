package dev.nemesis.data.reader;

import dev.nemesis.data.PictureFiles;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.file.Location;
import dev.nemesis.file.RegularFile;
import dev.nemesis.text.TextFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A dataset's folder, as its reader sees it. */
public final class DatasetHome {
  private final Path folder;
  private final Path images;
  private final Configuration hadoop;
  private PictureFiles pictures;

  /**
   * Opens nothing yet.
   *
   * @param folder the dataset's
   * @param images where its images are, as declared: below {@code folder}, {@code "."} for itself
   * @param hadoop how to reach them
   */
  public DatasetHome(Path folder, String images, Configuration hadoop) {
    this.folder = folder;
    this.images = Location.below(folder, images);
    this.hadoop = hadoop;
  }

  /**
   * The images, wherever they lie.
   *
   * @throws InputException if their folder is missing
   */
  public PictureFiles pictures() {
    if (pictures == null) {
      pictures = PictureFiles.below(images, hadoop);
    }
    return pictures;
  }

  /**
   * The images, in a folder a class.
   *
   * @param own files of the dataset that lie among them if the images' folder is the dataset's
   */
  ClassFolders classFolders(Set<String> own) {
    return new ClassFolders(pictures(), images.equals(folder) ? own : Set.of());
  }

  /** Where a file of the dataset lies. */
  Path file(String name) {
    return Location.below(folder, name);
  }

  Configuration hadoop() {
    return hadoop;
  }

  /**
   * Reads all of a text file of the dataset.
   *
   * @param what it is, for messages: {@code "list of variants"}
   */
  String text(String name, String what) {
    return text(file(name), hadoop, what);
  }

  /** Reads all of a text file anywhere, like {@link #text(String, String)}. */
  static String text(Path file, Configuration hadoop, String what) {
    try {
      byte[] content = RegularFile.bytes(file.getFileSystem(hadoop), file, RegularFile.MOST_TEXT);
      return TextFile.decode(content, ErrorCode.DATASET, "the " + what + " " + file);
    } catch (FileNotFoundException e) {
      throw InputException.cannot(
          ErrorCode.DATASET, "find the " + what + " " + file + ": there is no such file", e);
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.DATASET, "read the " + what + " " + file + ": " + e.getMessage(), e);
    }
  }

  /** The lines of a text file that are not blank, without white space around them. */
  List<Line> lines(String name, String what) {
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String text : text(name, what).lines().toList()) {
      number++;
      if (!text.isBlank()) {
        lines.add(new Line(file(name), number, text.strip()));
      }
    }
    return lines;
  }

  /**
   * One line of a text file.
   *
   * @param number from 1
   */
  record Line(Path file, int number, String text) {
    /** Says what is wrong with it. */
    InputException unusable(String why) {
      return InputException.cannot(
          ErrorCode.DATASET, "use " + file + ": line " + number + ": " + why);
    }
  }
}
