package dev.nemesis.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nemesis.grid.LossSpec;
import dev.nemesis.grid.Norm;
import dev.nemesis.grid.OmegaSchedule;
import dev.nemesis.grid.OptimizerSpec;
import dev.nemesis.loss.OmegaFactor;
import org.junit.jupiter.api.Test;

class SchedulesTest {
  private static final LossSpec PUN =
      new LossSpec(1, 1, Norm.L2, OmegaSchedule.LOGISTIC, 0.2, 0, 0, false, null);

  private static OptimizerSpec optimizer(int epochs) {
    return new OptimizerSpec(epochs, 32, 0.002, 0.9, 5e-4, 1, 1e-5);
  }

  @Test
  void theCosineStartsAtItsPeakAfterTheWarmUp() {
    assertThat(LearningRate.at(optimizer(10), 0)).isEqualTo(1e-5);
    assertThat(LearningRate.at(optimizer(10), 1)).isEqualTo(0.002);
    assertThat(LearningRate.at(optimizer(10), 6)).isCloseTo(0.001, within(1e-15));
  }

  @Test
  void omegaFadesFromOneToZeroAroundTheMiddle() {
    assertThat(OmegaFactor.at(PUN, 0, 100)).isGreaterThan(0.999);
    assertThat(OmegaFactor.at(PUN, 50, 100)).isEqualTo(0.5);
    assertThat(OmegaFactor.at(PUN, 99, 100)).isLessThan(0.001);
  }
}
