package dev.nemesis.error;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The known word a misspelt one probably means, for messages that say what would be right. */
public final class Nearest {
  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

  private Nearest() {}

  /**
   * The known word the fewest letters away, however many; the first of equals.
   *
   * @param known at least one
   */
  public static String to(String word, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(candidate -> DISTANCE.apply(word, candidate)))
        .orElseThrow();
  }

  /**
   * {@code "; did you mean X?"}, or nothing where no known word is near enough to be what was
   * meant: two letters away, or a third of a long word.
   *
   * @param known at least one
   */
  public static String hint(String word, Collection<String> known) {
    String near = to(word, known);
    return DISTANCE.apply(word, near) <= Math.max(2, word.length() / 3)
        ? "; did you mean " + near + "?"
        : "";
  }
}
