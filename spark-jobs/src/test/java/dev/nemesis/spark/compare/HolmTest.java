package dev.nemesis.spark.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HolmTest {
  @Test
  void theSmallestCountsForAllTheNextForAllButOneAndNoneFallsBelowOneBeforeIt() {
    double[] corrected = Holm.correct(new double[] {0.01, 0.04, Double.NaN, 0.03, 0.005});

    // Four tests: 4 x 0.005, 3 x 0.01, 2 x 0.03, and 0.04 not below the one before it.
    assertThat(corrected)
        .containsExactly(new double[] {0.03, 0.06, Double.NaN, 0.06, 0.02}, within(1e-12));
  }

  @Test
  void noneIsAboveOne() {
    assertThat(Holm.correct(new double[] {0.7, 0.6, 1})).containsExactly(1, 1, 1);
    assertThat(Holm.correct(new double[0])).isEmpty();
  }
}
