package dev.nemesis.data.reader;

import dev.nemesis.text.Words;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The class names of a split as its entries give them, label by label. */
final class ClassNames {
  private final Map<Integer, String> byLabel = new TreeMap<>();

  /**
   * Notes a name; returns the other one that entries before gave the label, or null. Of names that
   * are the same to the tokenizer the first is kept.
   */
  String other(int label, String name) {
    String known = byLabel.putIfAbsent(label, name);
    boolean same =
        known == null
            || known.equals(name)
            || Words.ofClassName(known).equals(Words.ofClassName(name));
    return same ? null : known;
  }

  /** The first label that nobody has though a higher one is there, or -1. */
  int hole() {
    int label = 0;
    for (int named : byLabel.keySet()) {
      if (named != label) {
        return label;
      }
      label++;
    }
    return -1;
  }

  /** The class names in label order. */
  List<String> inOrder() {
    return List.copyOf(byLabel.values());
  }
}
