package dev.nemesis.data.reader;

import dev.nemesis.text.Words;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which class folders of several splits are of one class: those whose names are the same to the
 * tokenizer. A split that was copied from a Mac spells accents in another way, people spell
 * apostrophes and capitals in two. Where one split has two such folders, they are two classes.
 */
final class SameClasses {
  private final List<String> names;
  private final Map<String, Integer> labels;

  private SameClasses(List<String> names, Map<String, Integer> labels) {
    this.names = List.copyOf(names);
    this.labels = Map.copyOf(labels);
  }

  /**
   * Compares the names.
   *
   * @param splits folders of each
   * @param ids whether the folders are called by ids, which have letters and no words
   */
  static SameClasses among(Collection<? extends Set<String>> splits, boolean ids) {
    Map<String, Object> words = new HashMap<>();
    splits.forEach(
        split ->
            split.forEach(
                folder -> words.put(folder, ids ? composed(folder) : Words.ofClassName(folder))));
    Set<Object> twice = new HashSet<>();
    for (Set<String> split : splits) {
      Set<Object> once = new HashSet<>();
      split.stream().map(words::get).filter(one -> !once.add(one)).forEach(twice::add);
    }
    Map<Object, String> names = new HashMap<>();
    words.forEach(
        (folder, key) -> {
          boolean alone = twice.contains(key);
          names.merge(
              alone ? folder : key,
              alone ? folder : composed(folder),
              (one, other) -> one.compareTo(other) <= 0 ? one : other);
        });
    List<String> inOrder = names.values().stream().sorted().toList();
    Map<String, Integer> ranks = new HashMap<>();
    inOrder.forEach(name -> ranks.put(name, ranks.size()));
    Map<String, Integer> labels = new HashMap<>();
    words.forEach(
        (folder, key) ->
            labels.put(folder, ranks.get(names.get(twice.contains(key) ? folder : key))));
    return new SameClasses(inOrder, labels);
  }

  /** A spelling of each class's name, in label order. */
  List<String> names() {
    return names;
  }

  /** The label of the class in a folder. */
  int label(String folder) {
    return labels.get(folder);
  }

  private static String composed(String folder) {
    return Normalizer.normalize(folder, Normalizer.Form.NFC);
  }
}
