package dev.nemesis.data.catalogue;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whether a prompt can tell classes apart: two whose names it cannot are one class to CLIP. */
final class ClassNameCheck {
  private ClassNameCheck() {}

  /**
   * Refuses two classes whose names are the same text once {@code _} is a space, white space is
   * collapsed and letters are small, as they are for the tokenizer.
   *
   * @param shared names that may be had by several, as ImageNet's {@code missile} is
   */
  static void require(String dataset, List<String> classNames, List<String> shared) {
    Map<String, Integer> labels = new HashMap<>();
    for (int label = 0; label < classNames.size(); label++) {
      String name = classNames.get(label);
      Integer other = labels.putIfAbsent(asPrompted(name), label);
      if (other != null && !shared.contains(name)) {
        throw InputException.cannot(
            ErrorCode.DATASET,
            ("tell classes of the dataset %s apart: \"%s\" (label %d) and \"%s\" (label %d) are the"
                    + " same words in a prompt; rename one, or allow it with shared_names")
                .formatted(dataset, classNames.get(other), other, name, label));
      }
    }
  }

  private static String asPrompted(String name) {
    return name.replace('_', ' ').strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }
}
