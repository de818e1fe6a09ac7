package dev.nemesis.data.catalogue;

import java.util.Optional;

/**
 * How many classes and images a dataset should have, as its declaration says; of the paper's
 * datasets, what its table A1 says.
 *
 * @param classes at least 1
 * @param train images; 0 for what is for tests only
 * @param val empty where nothing is said, as in the paper
 * @param test images
 */
public record DatasetCounts(int classes, int train, Optional<Integer> val, int test) {
  /** Counts this large are written rounded: the paper has 1.28 million for ImageNet. */
  private static final int LARGE = 1_000_000;

  private static final int ROUNDED_TO = 10_000;

  /** Whether a count is what was declared; one of a million and more may be rounded. */
  public static boolean agree(int declared, int counted) {
    return declared == counted
        || (declared >= LARGE
            && Math.round(counted / (double) ROUNDED_TO) * ROUNDED_TO == declared);
  }
}
