package dev.nemesis.data.reader;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * Which of a dataset's folders has which split, by their names in any letter case.
 *
 * @param bySplit the folders of {@code train}, {@code val} and {@code test}
 * @param others those of no split
 */
record SplitFolders(SortedMap<String, String> bySplit, List<String> others) {
  private static final Map<String, String> NAMES =
      Map.of(
          "train", "train",
          "training", "train",
          "val", "val",
          "valid", "val",
          "validation", "val",
          "test", "test",
          "testing", "test");

  /** Some mean by these what one chooses by, others what one reports. */
  private static final Set<String> UNCLEAR =
      Set.of("dev", "development", "devel", "eval", "evaluation", "holdout", "held_out");

  /**
   * Splits of a folder.
   *
   * @param home in which they are, for messages
   * @throws InputException if two have the same split, or one may have either
   */
  static SplitFolders of(Path home, SortedSet<String> folders) {
    SortedMap<String, String> bySplit = new TreeMap<>();
    List<String> others = new ArrayList<>();
    for (String folder : folders) {
      String name = folder.toLowerCase(Locale.ROOT);
      if (UNCLEAR.contains(name)) {
        throw unusable(
            home, "the folder " + folder + " may be val or test; call it by one of them");
      }
      String split = NAMES.get(name);
      if (split == null) {
        others.add(folder);
        continue;
      }
      String other = bySplit.putIfAbsent(split, folder);
      if (other != null) {
        throw unusable(
            home,
            "the folders " + other + " and " + folder + " are both for " + split + "; give one");
      }
    }
    return new SplitFolders(bySplit, others);
  }

  private static InputException unusable(Path home, String why) {
    return InputException.cannot(ErrorCode.DATASET, "use the splits in " + home + ": " + why);
  }
}
