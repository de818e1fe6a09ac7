package dev.nemesis.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.nemesis.clip.ClipModel;
import dev.nemesis.error.InputException;
import dev.nemesis.verify.Deviation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That what is timed against each other computes the same; no time is asserted. */
class StepBenchTest {
  private static ClipModel model;

  @BeforeAll
  static void loadModel() {
    model = ClipModel.load(ModelSize.MINI.weights(), Device.cpu());
  }

  @AfterAll
  static void closeModel() {
    model.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"coop", "plot"})
  void theReferencesWayHasTheGradientOfOurs(String name) {
    StepCase step = name.equals("plot") ? StepCase.plot() : StepCase.coop();
    try (ReferenceStep reference =
            new ReferenceStep(model, step, ClassNameTokens.of("EuroSAT"), 8, false);
        NDManager scratch = model.newManager()) {
      float[] slow = reference.gradient(scratch);

      assertThat(Deviation.relative(reference.gradientOfOurs(scratch), slow)).isLessThan(1e-4);
    }
  }

  @Test
  void everyCaseIsTimedInEveryRoundAndAnswersPerCell() {
    ClassNameTokens names = ClassNameTokens.of("EuroSAT");
    List<String> lines = new ArrayList<>();
    StepBench bench = new StepBench(model, 4);
    for (StepCase step :
        List.of(
            StepCase.coop(),
            StepCase.pun(),
            StepCase.pan(4),
            StepCase.punAndPan(),
            StepCase.plot(),
            StepCase.coop().bundled(3))) {
      bench.ours(step, names, 2);
    }
    bench.reference(StepCase.pan(2), names, true, 3).reference(StepCase.plot(), names, true, 9);

    bench.reference(StepCase.coop(), names, false, 1);

    List<StepTiming> timings = bench.run(3, lines::add);

    assertThat(timings).extracting(StepTiming::rounds).containsExactly(3, 3, 3, 3, 3, 3, 3, 3, 1);
    assertThat(lines).hasSize(8 * 4 + 2);
    assertThat(lines).filteredOn(line -> line.contains("images encoded")).hasSize(2 * 4);
    for (StepTiming timing : timings) {
      assertThat(timing.least()).isPositive().isLessThanOrEqualTo(timing.median());
      assertThat(timing.median()).isLessThanOrEqualTo(timing.most());
    }
  }

  @Test
  void aMedianIsOfTheRoundsAndARatioOfTheSameRounds() {
    StepTiming three = timing(2, 8, 3);
    StepTiming two = timing(4, 2);

    assertThat(three.median()).isEqualTo(3);
    assertThat(two.median()).isEqualTo(3);
    assertThat(three.over(two)).containsExactly(0.5, 4);
  }

  private static StepTiming timing(double... rounds) {
    return StepTiming.of(StepCase.coop(), ClassNameTokens.of("DTD"), Algorithm.OURS, false, rounds);
  }

  @Test
  void theStepsOfThePapersTablesAreFoundByTheirShortNames() {
    assertThat(StepCase.of("pan16")).isEqualTo(StepCase.pan(16));
    assertThat(StepCase.of("pun+pan").name()).isEqualTo("coop+pun+pan");
    assertThat(StepCase.pan(4).bundled(8).name()).isEqualTo("coop+pan n=4 x8");
    assertThatThrownBy(() -> StepCase.of("pan3"))
        .hasMessage(
            "Cannot time a step called pan3; give some of coop, pun, pan1, pan2, pan4, pan8, pan16,"
                + " pun+pan, plot");
  }

  @Test
  void classNamesAreAsManyAndAsLongAsThePapersDatasetsHaveThem() {
    ClassNameTokens cars = ClassNameTokens.of("StanfordCars");

    assertThat(cars.classes()).isEqualTo(196);
    assertThat(cars.tokens(model.config())).hasSize(196);
    assertThat(cars.tokens(model.config()).stream().mapToInt(c -> c.name().length).sum())
        .isEqualTo(cars.words().stream().mapToInt(List::size).sum());
    assertThat(cars.tokens(model.config()).stream().map(c -> c.name()[0]).distinct())
        .as("what names begin with: a year of this century, or one of the last")
        .hasSize(2);
    assertThatThrownBy(() -> ClassNameTokens.of("Caltech"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot measure with the classes of Caltech; give some of ")
        .hasMessageContaining("Caltech101");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RN50", "VIT_B16"})
  void randomWeightsAreOfThePublishedSizes(String size) {
    assertThat(ModelSize.valueOf(size).weights().config().backbone().replace("ViT-B/16", "VIT_B16"))
        .isEqualTo(size);
  }
}
