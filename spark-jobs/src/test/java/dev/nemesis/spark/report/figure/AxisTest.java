package dev.nemesis.spark.report.figure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.spark.report.figure.Axis.Tick;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AxisTest {
  @Test
  void ticksStandAtRoundValuesWithAsManyDigitsAsTheyNeed() {
    assertThat(texts(Axis.around(DoubleStream.of(61.3, 74.9), 6)))
        .containsExactly("65", "70", "75");
    assertThat(texts(Axis.around(DoubleStream.of(0.41, 0.98), 5)))
        .containsExactly("0.4", "0.6", "0.8", "1.0");
    assertThat(texts(Axis.around(DoubleStream.of(-1500, 2600), 5)))
        .containsExactly("-1000", "0", "1000", "2000");
  }

  @Test
  void theAxisIsALittleLongerThanItsValues() {
    Axis axis = Axis.around(DoubleStream.of(10, 20), 5);

    assertThat(axis.low()).isEqualTo(9.5);
    assertThat(axis.high()).isEqualTo(20.5);
  }

  @Test
  void oneValueStandsInTheMiddleAndNoneHasNoTicks() {
    Axis one = Axis.around(DoubleStream.of(50, 50), 5);

    assertThat((one.low() + one.high()) / 2).isEqualTo(50);
    assertThat(one.ticks()).isNotEmpty();
    assertThat(Axis.around(DoubleStream.of(Double.NaN), 5).ticks()).isEmpty();
  }

  @Test
  void shotsStandAtEqualDistances() {
    assertThat(Axis.byRank(new double[] {0, 1, 4, 16}).ticks())
        .containsExactly(new Tick(0, "0"), new Tick(1, "1"), new Tick(2, "4"), new Tick(3, "16"));
  }

  @Test
  void positionsAreWrittenAsThereIsRoom() {
    double[] positions = IntStream.rangeClosed(1, 16).asDoubleStream().toArray();

    assertThat(Axis.atValues(positions, 20).ticks()).hasSize(16);
    assertThat(texts(Axis.atValues(positions, 8)))
        .containsExactly("1", "3", "5", "7", "9", "11", "13", "15");
  }

  private static List<String> texts(Axis axis) {
    return axis.ticks().stream().map(Tick::text).toList();
  }
}
