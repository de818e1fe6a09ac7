package dev.nemesis.spark.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Expected values are by hand, p by numerical integration of Student's density. */
class DifferenceTest {
  /**
   * Pairs that differ by 1, 2 and 0: t = sqrt(3) with 2 degrees of freedom, whose 97.5% is 4.3027.
   */
  @Test
  void threePairs() {
    Difference difference = Difference.of(1, 1 / Math.sqrt(3), 2.0);

    assertThat(difference.low()).isCloseTo(1 - 4.302653 / Math.sqrt(3), within(1e-6));
    assertThat(difference.high()).isCloseTo(1 + 4.302653 / Math.sqrt(3), within(1e-6));
    assertThat(difference.p()).isCloseTo(0.225403, within(1e-6));
    assertThat(Difference.of(-1, 1 / Math.sqrt(3), 2.0).p()).isEqualTo(difference.p());
  }

  @Test
  void oneSeedTellsNothing() {
    Difference difference = Difference.of(3, null, 0.0);

    assertThat(difference.isTested()).isFalse();
    assertThat(difference.low()).isNaN();
  }

  @Test
  void seedsThatAllDifferAlikeAreNoProofAndSeedsThatAreAllEqualAreSurelyNoDifference() {
    assertThat(Difference.of(5 / 3.0, 1e-15, 1.0).isTested()).isFalse();

    Difference none = Difference.of(0, 0.0, 4.0);
    assertThat(none.p()).isEqualTo(1);
    assertThat(none.high()).isZero();
  }
}
