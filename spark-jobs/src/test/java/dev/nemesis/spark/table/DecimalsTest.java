package dev.nemesis.spark.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DecimalsTest {
  @Test
  void whatIsShownAsZeroHasNoSign() {
    for (double value : new double[] {0, -0.0, 0.004, -0.004, -1e-300}) {
      assertThat(Decimals.fixed(value, 2)).isEqualTo("0.00");
      assertThat(Decimals.signed(value, 2)).isEqualTo("0.00");
    }
    assertThat(Decimals.fixed(-0.4, 0)).isEqualTo("0");
  }

  @Test
  void otherNumbersAreRoundedHalfAwayFromZeroAndSignedWhereAsked() {
    assertThat(Decimals.fixed(62.125, 2)).isEqualTo("62.13");
    assertThat(Decimals.fixed(-0.005, 2)).isEqualTo("-0.01");
    assertThat(Decimals.signed(0.005, 2)).isEqualTo("+0.01");
    assertThat(Decimals.signed(-12.3, 1)).isEqualTo("-12.3");
    assertThat(Decimals.fixed(1e12, 1)).isEqualTo("1000000000000.0");
  }

  @Test
  void whatIsNoNumberIsSaid() {
    assertThat(Decimals.fixed(Double.NaN, 2)).isEqualTo("NaN");
    assertThat(Decimals.signed(Double.NEGATIVE_INFINITY, 2)).isEqualTo("-Infinity");
    assertThat(Decimals.signed(Double.POSITIVE_INFINITY, 2)).isEqualTo("+Infinity");
  }
}
