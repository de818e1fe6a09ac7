package dev.nemesis.data.reader;

import dev.nemesis.data.LabeledImage;
import java.util.List;

/**
 * The folders {@code nXXXXXXXX} of ImageNet-Sketch, ImageNet-A and ImageNet-R, test images only: a
 * class's label is the rank of its folder among those that are there.
 *
 * @param names file with the class names
 */
public record RankedFolders(String names) implements SplitReader {
  @Override
  public Splits read(DatasetHome home) {
    NamesFile named = NamesFile.read(home, names);
    ClassFolders classes = new ClassFolders(home.pictures());
    List<String> folders = classes.in("");
    List<LabeledImage> test = classes.images("", folders);
    return new Splits(
        folders.stream().map(named::of).toList(), List.of(), List.of(), test, classes.lengths());
  }

  @Override
  public String needs() {
    return names;
  }
}
