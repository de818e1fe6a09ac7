package dev.nemesis.data.reader;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;

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
    ClassFolders classes = home.classFolders(Set.of(names));
    SortedMap<String, List<String>> images = classes.in("");
    return new Splits(
        images.keySet().stream().map(named::of).toList(),
        List.of(),
        List.of(),
        ClassFolders.labelled(images),
        classes.lengths(),
        classes.unused());
  }

  @Override
  public String needs() {
    return names;
  }
}
