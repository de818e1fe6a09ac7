package dev.nemesis.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The known word a misspelt one probably means, for messages that say what would be right. */
public final class Nearest {
  private Nearest() {}

  /**
   * The known word the fewest letters away, if it is near enough to be what was meant: two letters,
   * or a third of a long word.
   */
  public static Optional<String> of(String word, Collection<String> known) {
    LevenshteinDistance distance =
        new LevenshteinDistance(Math.max(2, word.length() / 3)); // -1 beyond
    return known.stream()
        .filter(candidate -> distance.apply(word, candidate) >= 0)
        .min(Comparator.comparingInt(candidate -> distance.apply(word, candidate)));
  }

  /** {@code "; did you mean X?"}, or nothing where no known word is near. */
  public static String hint(String word, Collection<String> known) {
    return of(word, known).map(near -> "; did you mean " + near + "?").orElse("");
  }
}
