package dev.nemesis.spark.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {
  @Test
  void valuesAreStepsInTheUnitOfTheLargestsLastDigit() {
    assertThat(Series.of(List.of(93.75, 93.8, 12.0), 4)).containsExactly(-2, 9375, 5, -8180);
    assertThat(Series.of(List.of(0.00123456, -0.0004), 3)).containsExactly(-5, 123, -163);
    assertThat(Series.of(List.of(1_234_567.0), 3)).containsExactly(4, 123);
  }

  @Test
  void whatIsNoNumberIsNullAndTheNextStepLeavesItOut() {
    assertThat(Series.of(Arrays.asList(1.0, null, Double.NaN, 1.5, Double.POSITIVE_INFINITY), 2))
        .containsExactly(-1, 10, null, null, 5, null);
    assertThat(Series.of(Collections.singletonList(null), 2)).containsExactly(0, null);
    assertThat(Series.of(List.of(0.0, 0.0), 4)).containsExactly(0, 0, 0);
  }

  @Test
  void thinningKeepsTheEndsAndEqualDistances() {
    assertThat(Series.thinned(3, 40)).containsExactly(0, 1, 2);
    assertThat(Series.thinned(40, 40)).hasSize(40);
    assertThat(Series.thinned(200, 5)).containsExactly(0, 50, 100, 149, 199);
  }
}
