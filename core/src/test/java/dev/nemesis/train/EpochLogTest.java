package dev.nemesis.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochLogTest {
  /** The update of the last step is followed by no loss that would tell. */
  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void aNormThatIsNotFiniteAfterTheLastStepIsADivergence(double norm) {
    EpochLog log = new EpochLog(2);
    log.step(0, step(1.5f), 4);
    log.endEpoch(0, 0.1, 1, 50.0, new Double[] {1.0, norm});

    Outcome outcome = log.outcome(List.of(), new int[0]);

    assertThat(outcome.divergence()).hasValue("a norm is not finite after epoch 0");
    assertThat(outcome.epochs()).isEmpty();
  }

  @Test
  void aLossThatIsNotFiniteIsADivergenceWithItsStep() {
    EpochLog log = new EpochLog(2);
    log.step(3, step(1.5f), 4);
    log.step(3, step(Float.NaN), 4);

    assertThat(log.outcome(List.of(), new int[0]).divergence())
        .hasValue("the loss is not finite in epoch 3, step 1");
  }

  private static StepNumbers step(float ce) {
    return new StepNumbers(
        ce, 1, new double[] {1, 1}, new int[0], new boolean[0], new double[] {0, 0});
  }
}
