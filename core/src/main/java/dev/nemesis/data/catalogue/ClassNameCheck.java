package dev.nemesis.data.catalogue;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.text.Words;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a prompt can tell classes apart: two whose names it cannot are one class to CLIP. */
final class ClassNameCheck {
  private ClassNameCheck() {}

  /**
   * Refuses two classes whose names are the same words to the tokenizer, {@code _} being a space.
   *
   * @param shared names that may be had by several, as ImageNet's {@code missile} is
   */
  static void require(String dataset, List<String> classNames, List<String> shared) {
    Map<List<String>, Integer> labels = new HashMap<>();
    Set<List<String>> allowed =
        shared.stream().map(Words::ofClassName).collect(Collectors.toUnmodifiableSet());
    for (int label = 0; label < classNames.size(); label++) {
      String name = classNames.get(label);
      List<String> words = Words.ofClassName(name);
      Integer other = labels.putIfAbsent(words, label);
      if (other != null && !allowed.contains(words)) {
        throw InputException.cannot(
            ErrorCode.DATASET,
            ("tell classes of the dataset %s apart: \"%s\" (label %d) and \"%s\" (label %d) are the"
                    + " same words in a prompt; rename one, or allow it with shared_names")
                .formatted(dataset, classNames.get(other), other, name, label));
      }
    }
  }
}
