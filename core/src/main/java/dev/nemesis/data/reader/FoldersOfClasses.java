package dev.nemesis.data.reader;

import dev.nemesis.data.LabeledImage;
import dev.nemesis.data.reader.Shares.Parts;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A folder a class, called as the class is, labelled by rank: either below {@code train}, {@code
 * val} and {@code test}, of which train and val may be missing, or all in one place and shared out.
 *
 * @param shares how one place is shared out; empty where train, val and test are folders
 * @param names file with the class names; empty where the folders have them
 */
public record FoldersOfClasses(Optional<Shares> shares, Optional<String> names)
    implements SplitReader {
  @Override
  public Splits read(DatasetHome home) {
    ClassFolders classes = new ClassFolders(home.pictures());
    return shares.isPresent() ? shared(home, classes, shares.get()) : inThree(home, classes);
  }

  @Override
  public String needs() {
    return names.orElse("");
  }

  private Splits shared(DatasetHome home, ClassFolders classes, Shares by) {
    List<LabeledImage> train = new ArrayList<>();
    List<LabeledImage> val = new ArrayList<>();
    List<LabeledImage> test = new ArrayList<>();
    List<String> folders = classes.in("");
    List<List<LabeledImage>> all = classes.images("", folders, folders::indexOf);
    for (int label = 0; label < folders.size(); label++) {
      String folder = folders.get(label);
      List<LabeledImage> images = all.get(label);
      Parts parts = by.of(folder, images);
      if (parts.train().isEmpty() || parts.test().isEmpty()) {
        throw InputException.cannot(
            ErrorCode.DATASET,
            "share out the %d images of %s: none would be left for %s; a class needs more"
                .formatted(
                    images.size(),
                    home.pictures().locate(folder),
                    parts.train().isEmpty() ? "train" : "test"));
      }
      train.addAll(parts.train());
      val.addAll(parts.val());
      test.addAll(parts.test());
    }
    return new Splits(named(home, folders), train, val, test, classes.lengths());
  }

  /** A class that only some of the three have is one of all. */
  private Splits inThree(DatasetHome home, ClassFolders classes) {
    TreeSet<String> all = new TreeSet<>(classes.in("test/"));
    for (String part : List.of("train/", "val/")) {
      if (classes.exist(part)) {
        all.addAll(classes.in(part));
      }
    }
    List<String> folders = List.copyOf(all);
    List<LabeledImage> train = images(classes, "train/", folders);
    List<LabeledImage> val = images(classes, "val/", folders);
    List<LabeledImage> test = images(classes, "test/", folders);
    return new Splits(named(home, folders), train, val, test, classes.lengths());
  }

  private static List<LabeledImage> images(
      ClassFolders classes, String part, List<String> folders) {
    List<String> there = classes.exist(part) ? classes.in(part) : List.of();
    return classes.images(part, there, folders::indexOf).stream().flatMap(List::stream).toList();
  }

  private List<String> named(DatasetHome home, List<String> folders) {
    if (names.isEmpty()) {
      return folders;
    }
    NamesFile named = NamesFile.read(home, names.get());
    return folders.stream().map(named::of).toList();
  }
}
