package dev.nemesis.data.reader;

import dev.nemesis.data.LabeledImage;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * ImageNet's folders, {@code train/nXXXXXXXX} and {@code val/nXXXXXXXX}: a class's label is the
 * rank of its folder's name. The val images are the test set, and CoOp's val list as well. Images
 * of a folder are sorted by name, unlike CoOp's, which come in the order of the directory: its
 * few-shot subsets of ImageNet differ from one disk to another.
 *
 * @param names file with the class names
 */
public record ImageNetFolders(String names) implements SplitReader {
  @Override
  public Splits read(DatasetHome home) {
    NamesFile named = NamesFile.read(home, names);
    ClassFolders classes = home.classFolders(Set.of());
    SortedMap<String, List<String>> trainImages = classes.in("train/");
    SortedMap<String, List<String>> valImages = classes.in("val/");
    List<String> folders = List.copyOf(trainImages.keySet());
    List<String> tested = List.copyOf(valImages.keySet());
    if (!folders.equals(tested)) {
      List<String> odd = new ArrayList<>(folders);
      odd.removeAll(tested);
      boolean inTrain = !odd.isEmpty();
      String folder =
          inTrain
              ? odd.get(0)
              : tested.stream().filter(f -> !folders.contains(f)).findFirst().get();
      throw InputException.cannot(
          ErrorCode.DATASET,
          "use %s: the class folder %s is in %s and not in %s, or empty there"
              .formatted(
                  home.pictures().locate(""),
                  folder,
                  inTrain ? "train" : "val",
                  inTrain ? "val" : "train"));
    }
    List<String> classNames = folders.stream().map(named::of).toList();
    List<LabeledImage> train = ClassFolders.labelled(trainImages);
    List<LabeledImage> test = ClassFolders.labelled(valImages);
    return new Splits(classNames, train, test, test, classes.lengths(), classes.unused());
  }

  @Override
  public String needs() {
    return names;
  }
}
