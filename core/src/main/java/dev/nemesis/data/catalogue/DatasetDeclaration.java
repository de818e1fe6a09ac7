package dev.nemesis.data.catalogue;

import dev.nemesis.data.Dataset;
import dev.nemesis.data.reader.DatasetHome;
import dev.nemesis.data.reader.SplitReader;
import dev.nemesis.data.reader.Splits;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.file.Location;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Where a dataset lies and how its files are read, as a YAML file says it.
 *
 * @param name its name in grid files
 * @param title its name in tables and figures
 * @param folder the dataset's folder below the data root
 * @param images the images' folder or tar below {@code folder}; {@code "."} where paths start there
 * @param readerName which way of saying what is in it, e.g. {@code coop}
 * @param reader what reads it
 * @param shared class names that several classes have, and are allowed to
 * @param counts what it should have, if that is declared
 * @param file what declares it, for messages
 */
record DatasetDeclaration(
    String name,
    String title,
    String folder,
    String images,
    String readerName,
    SplitReader reader,
    List<String> shared,
    Optional<DatasetCounts> counts,
    String file) {
  private static final List<String> KEYS =
      List.of("name", "title", "folder", "images", "reader", "shared_names", "counts");
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]*");

  DatasetDeclaration {
    shared = List.copyOf(shared);
  }

  /**
   * Reads a declaration.
   *
   * @param file what error messages call it
   */
  static DatasetDeclaration read(InputStream stream, String file) throws IOException {
    DeclaredKeys keys = DeclaredKeys.read(stream, file);
    ReaderKind reader = ReaderKind.of(keys);
    List<String> known = new ArrayList<>(KEYS);
    known.addAll(reader.keys());
    keys.allow(known);
    String name = keys.text("name");
    if (!NAME.matcher(name).matches()) {
      throw keys.unusable(
          "the name \"" + name + "\" is not made of small letters, digits and . _ -");
    }
    return new DatasetDeclaration(
        name,
        keys.text("title"),
        keys.text("folder"),
        keys.text("images"),
        reader.key(),
        reader.of().apply(keys),
        keys.texts("shared_names"),
        keys.map("counts").map(DatasetDeclaration::counts),
        file);
  }

  private static DatasetCounts counts(DeclaredKeys keys) {
    keys.allow(List.of("classes", "train", "val", "test"));
    int classes = keys.count("classes").orElse(0);
    int test = keys.count("test").orElse(0);
    if (classes == 0 || test == 0) {
      throw keys.unusable("it lacks the key counts." + (classes == 0 ? "classes" : "test"));
    }
    return new DatasetCounts(classes, keys.count("train").orElse(0), keys.count("val"), test);
  }

  /** Whether its folder is there. */
  boolean isBelow(Path dataRoot, Configuration hadoop) {
    Path home = Location.below(dataRoot, folder);
    try {
      return home.getFileSystem(hadoop).getFileStatus(home).isDirectory();
    } catch (FileNotFoundException e) {
      return false;
    } catch (IOException e) {
      throw InputException.cannot(
          ErrorCode.DATASET, "look for the folder " + home + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads the lists, and where the images are; whether they are all there is not asked yet.
   *
   * @throws InputException if the folder or a file is missing, or what they say cannot be used
   */
  OpenedSplits read(Path dataRoot, Configuration hadoop) {
    Path home = Location.below(dataRoot, folder);
    if (!isBelow(dataRoot, hadoop)) {
      throw InputException.cannot(
          ErrorCode.DATASET,
          "find the folder %s of the dataset %s: there is none; it should have %simages in %s"
              .formatted(
                  home, name, reader.needs().isEmpty() ? "" : reader.needs() + " and ", images));
    }
    DatasetHome files = new DatasetHome(home, images, hadoop);
    Splits splits = reader.read(files);
    ClassNameCheck.require(name, splits.classNames(), shared);
    boolean oneList = !reader.needs().isEmpty() && !reader.needs().contains(",");
    return new OpenedSplits(
        oneList ? Location.below(home, reader.needs()) : home, splits, files.pictures());
  }

  /** Opens the dataset below a data root, checking that every image it lists is there. */
  Dataset open(Path dataRoot, Configuration hadoop) {
    OpenedSplits opened = read(dataRoot, hadoop);
    Map<String, Long> lengths = opened.lengths();
    opened.requireImages(lengths);
    Splits splits = opened.splits();
    return new Dataset(
        name,
        splits.classNames(),
        splits.train(),
        splits.val(),
        splits.test(),
        opened.pictures(),
        splits.digest(lengths),
        SplitProblems.notes(name, splits));
  }
}
