package dev.nemesis.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The known word a misspelt one probably means, for messages that say what would be right. */
public final class Nearest {
  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

  private Nearest() {}

  /**
   * {@code "; did you mean X?"}, or nothing where no known word is near.
   *
   * @param known at least one
   */
  public static String hint(String word, Collection<String> known) {
    return of(word, known).map(near -> "; did you mean " + near + "?").orElse("");
  }

  /**
   * The known word that was probably meant: the fewest letters away, and no more than two, or a
   * third of a long word; the first of equals.
   */
  public static Optional<String> of(String word, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(candidate -> DISTANCE.apply(word, candidate)))
        .filter(near -> DISTANCE.apply(word, near) <= Math.max(2, word.length() / 3));
  }
}
