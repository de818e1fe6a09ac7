package dev.nemesis.data.reader;

import dev.nemesis.data.LabeledImage;
import dev.nemesis.data.reader.Shares.Parts;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

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
    ClassFolders classes = home.classFolders(names.map(Set::of).orElse(Set.of()));
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
    SortedMap<String, List<String>> all = classes.in("");
    SameClasses same = SameClasses.among(List.of(all.keySet()), names.isPresent());
    all.forEach(
        (folder, paths) -> {
          int label = same.label(folder);
          List<LabeledImage> images =
              paths.stream().map(path -> new LabeledImage(path, label)).toList();
          Parts parts = by.of(same.names().get(label), images);
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
        });
    return new Splits(
        named(home, same.names()), train, val, test, classes.lengths(), classes.unused());
  }

  /** A class that only some of the three have is one of all. */
  private Splits inThree(DatasetHome home, ClassFolders classes) {
    Map<String, SortedMap<String, List<String>>> parts = new LinkedHashMap<>();
    classes.splits().forEach((split, folder) -> parts.put(split, classes.in(folder + "/")));
    SameClasses same =
        SameClasses.among(parts.values().stream().map(Map::keySet).toList(), names.isPresent());
    return new Splits(
        named(home, same.names()),
        images(parts.get("train"), same),
        images(parts.get("val"), same),
        images(parts.get("test"), same),
        classes.lengths(),
        classes.unused());
  }

  private static List<LabeledImage> images(
      SortedMap<String, List<String>> images, SameClasses same) {
    return images == null ? List.of() : ClassFolders.labelled(images, same::label);
  }

  private List<String> named(DatasetHome home, List<String> folders) {
    if (names.isEmpty()) {
      return folders;
    }
    NamesFile named = NamesFile.read(home, names.get());
    return folders.stream().map(named::of).toList();
  }
}
