package dev.nemesis.data.reader;

import dev.nemesis.data.LabeledImage;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * ImageNetV2's folders, {@code 0} to {@code 999}, test images only: a folder's number is its label,
 * the rank of its class among the ids of the names' file, from 0, in whatever order its lines are.
 *
 * @param names file with the class names
 */
public record NumberedFolders(String names) implements SplitReader {
  @Override
  public Splits read(DatasetHome home) {
    NamesFile named = NamesFile.read(home, names);
    ClassFolders classes = home.classFolders(Set.of(names));
    List<String> classNames = named.byRank();
    List<String> expected = new ArrayList<>();
    for (int label = 0; label < classNames.size(); label++) {
      expected.add("" + label);
    }
    SortedMap<String, List<String>> images = classes.in("");
    for (String folder : images.keySet()) {
      if (!expected.contains(folder)) {
        throw unusable(home, named, "the folder " + folder + " is no number of a class");
      }
    }
    for (String number : expected) {
      if (!images.containsKey(number)) {
        throw unusable(home, named, "there is no folder " + number + " with images");
      }
    }
    List<LabeledImage> test = new ArrayList<>();
    for (int label = 0; label < expected.size(); label++) {
      for (String path : images.get(expected.get(label))) {
        test.add(new LabeledImage(path, label));
      }
    }
    return new Splits(classNames, List.of(), List.of(), test, classes.lengths(), classes.unused());
  }

  @Override
  public String needs() {
    return names;
  }

  private static InputException unusable(DatasetHome home, NamesFile named, String why) {
    return InputException.cannot(
        ErrorCode.DATASET,
        "use %s: %s; there should be one for each of the %d lines of %s, from 0"
            .formatted(home.pictures().locate(""), why, named.byRank().size(), named.file()));
  }
}
