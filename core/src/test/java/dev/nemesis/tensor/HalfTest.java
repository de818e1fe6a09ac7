package dev.nemesis.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfTest {

  @Test
  void everyHalfSurvivesTheWayToFloatAndBack() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = Half.toFloat((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(Half.fromFloat(value)).isEqualTo((short) bits);
      }
    }
  }

  @Test
  void knownValuesAreRight() {
    assertThat(Half.toFloat((short) 0x3c00)).isEqualTo(1f);
    assertThat(Half.toFloat((short) 0xc000)).isEqualTo(-2f);
    assertThat(Half.toFloat((short) 0x7bff)).isEqualTo(65504f);
    assertThat(Half.toFloat((short) 0x0001)).isEqualTo(0x1p-24f);
    assertThat(Half.toFloat((short) 0x7c00)).isInfinite();
    assertThat(Half.toFloat((short) 0x7e00)).isNaN();
  }

  @Test
  void betweenTwoHalvesTheNearerIsTakenAndAtATieTheEvenOne() {
    assertThat(Half.fromFloat(1 + 0x1p-11f)).isEqualTo((short) 0x3c00);
    assertThat(Half.fromFloat(1 + 3 * 0x1p-11f)).isEqualTo((short) 0x3c02);
    assertThat(Half.fromFloat(1 + 0x1.1p-11f)).isEqualTo((short) 0x3c01);
    assertThat(Half.fromFloat(0x1p-25f)).isEqualTo((short) 0);
    assertThat(Half.fromFloat(0x1.8p-25f)).isEqualTo((short) 1);
    assertThat(Half.fromFloat(70000f)).isEqualTo((short) 0x7c00);
  }
}
