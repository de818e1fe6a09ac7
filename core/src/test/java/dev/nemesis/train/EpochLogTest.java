package dev.nemesis.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.grid.GridFile;
import dev.nemesis.grid.LossSpec;
import dev.nemesis.norm.NormWeights;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochLogTest {
  private static final LossSpec LOSS =
      GridFile.parse("g", "{name: g, settings: {dataset: d, loss: none, ctx_len: 2}}", List.of())
          .cells()
          .get(0)
          .loss();

  /** The update of the last step is followed by no loss that would tell. */
  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void aNormThatIsNotFiniteAfterTheLastStepIsADivergence(double norm) {
    EpochLog log = new EpochLog(LOSS, 2);
    log.step(0, step(1.5f), 4);
    log.endEpoch(0, 0.1, 1, 50.0, new Double[] {1.0, norm});

    Outcome outcome = log.outcome(List.of(), new int[0]);

    assertThat(outcome.divergence()).hasValue("a norm is not finite after epoch 0");
    assertThat(outcome.epochs()).isEmpty();
  }

  @Test
  void aLossThatIsNotFiniteIsADivergenceWithItsStep() {
    EpochLog log = new EpochLog(LOSS, 2);
    log.step(3, step(1.5f), 4);
    log.step(3, step(Float.NaN), 4);

    assertThat(log.outcome(List.of(), new int[0]).divergence())
        .hasValue("the loss is not finite in epoch 3, step 1");
  }

  private static StepNumbers step(float ce) {
    int[] positions = {};
    boolean[] improved = {};
    return new StepNumbers(
        ce,
        1,
        new double[] {1, 1},
        positions,
        improved,
        NormWeights.of(LOSS, 2, positions, improved));
  }
}
