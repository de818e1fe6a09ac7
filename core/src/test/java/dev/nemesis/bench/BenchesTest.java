package dev.nemesis.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.nemesis.clip.ClipModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That everything is measured as often as was asked; no time is asserted. */
class BenchesTest {

  @Test
  void everySizeOfBundleIsTrainedInEveryRound() {
    try (ClipModel model = ClipModel.load(ModelSize.MINI.weights(), Device.cpu())) {
      GridBench bench =
          new GridBench(model, StepCase.pan(1), ClassNameTokens.of("EuroSAT"), 1, 4, 2, 5, 2);
      List<String> lines = new ArrayList<>();

      List<GridBench.Rate> rates = bench.run(List.of(1, 3), 2, lines::add);

      assertThat(bench.steps()).isEqualTo(2 * 2);
      assertThat(rates).extracting(GridBench.Rate::cells).containsExactly(1, 3);
      assertThat(rates)
          .allSatisfy(rate -> assertThat(rate.cellsPerHour()).hasSize(2).doesNotContain(0, 0));
      assertThat(lines).hasSize(4);
    }
  }

  @Test
  void extractionAndTheEncoderAloneAreTimedInTurns() {
    try (ClipModel model = ClipModel.load(ModelSize.MINI.weights(), Device.cpu())) {
      List<String> lines = new ArrayList<>();

      FeatureBench.Rates rates =
          new FeatureBench(model, ModelSize.MINI.pictures(), 70, true).run(2, lines::add);

      assertThat(lines).hasSize(3);
      assertThat(rates.ratio()).isPositive();
      assertThat(
              new FeatureBench(model, RandomPictures.dataset(), 3, false).run(1, l -> {}).ratio())
          .isPositive();
    }
  }

  @Test
  void thePeakIsReadFromTheSystemsLine() {
    assertThat(PeakMemory.of(List.of("VmPeak:\t  99 kB", "VmHWM:\t  3072 kB")))
        .hasValue(3072 * 1024);
    assertThat(PeakMemory.of(List.of("Name:\tjava"))).isEmpty();
  }
}
