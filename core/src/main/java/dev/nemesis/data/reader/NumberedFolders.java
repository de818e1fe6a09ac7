package dev.nemesis.data.reader;

import dev.nemesis.data.LabeledImage;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.util.ArrayList;
import java.util.List;

/**
 * ImageNetV2's folders, {@code 0} to {@code 999}, test images only: a folder's number is its label,
 * and its class name is in that line of the names' file, counted from 0.
 *
 * @param names file with the class names
 */
public record NumberedFolders(String names) implements SplitReader {
  @Override
  public Splits read(DatasetHome home) {
    NamesFile named = NamesFile.read(home, names);
    ClassFolders classes = new ClassFolders(home.pictures());
    List<String> classNames = named.inOrder();
    List<String> expected = new ArrayList<>();
    for (int label = 0; label < classNames.size(); label++) {
      expected.add("" + label);
    }
    List<String> folders = classes.in("");
    for (String folder : folders) {
      if (!expected.contains(folder)) {
        throw unusable(home, named, "the folder " + folder + " is no number of a line");
      }
    }
    for (String number : expected) {
      if (!folders.contains(number)) {
        throw unusable(home, named, "there is no folder " + number);
      }
    }
    List<LabeledImage> test = classes.images("", expected);
    return new Splits(classNames, List.of(), List.of(), test, classes.lengths());
  }

  @Override
  public String needs() {
    return names;
  }

  private static InputException unusable(DatasetHome home, NamesFile named, String why) {
    return InputException.cannot(
        ErrorCode.DATASET,
        "use %s: %s; there should be one for each of the %d lines of %s, from 0"
            .formatted(home.pictures().locate(""), why, named.inOrder().size(), named.file()));
  }
}
