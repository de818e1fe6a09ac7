package dev.nemesis.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CostResult;
import dev.nemesis.grid.GridFile;
import dev.nemesis.grid.Provenance;
import dev.nemesis.grid.StepCost;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What was not timed, from timings by hand: CoOp costs 1 + C / 10 seconds, the reference C. */
class CalibrationTest {
  private static final StepCost[] TIMED = {
    ours("coop", 0, 1, 10, 2),
    ours("coop", 0, 1, 100, 11),
    ours("coop", 0, 1, 50, 6),
    ours("coop+pun", 0, 1, 10, 2.5),
    ours("coop+pan", 1, 1, 10, 3),
    ours("coop+pan", 4, 1, 10, 6),
    ours("plot", 0, 1, 10, 8),
    ours("coop", 0, 8, 10, 1), // half of one alone
    ours("coop", 0, 8, 100, 11), // nothing gained
    reference("coop", 0, 10, 10, 0),
    reference("coop", 0, 100, 100, 0),
    reference("coop", 0, 10, 42, 32), // a second an image
    reference("coop+pan", 1, 10, 16, 0)
  };

  private static final Calibration COSTS =
      Calibration.of(List.of(bench("RN50", TIMED)), "RN50").orElseThrow();

  @Test
  void betweenAndBeyondTimedClassesTimesLieOnALine() {
    assertSeconds(COSTS.ours(cell(""), 10, 1), 2);
    assertSeconds(COSTS.ours(cell(""), 30, 1), 4);
    assertSeconds(COSTS.ours(cell(""), 1000, 1), 101);
    assertSeconds(COSTS.ours(cell(""), 5, 1), 1.5);
  }

  @Test
  void whereOneNumberOfClassesWasTimedTimesGoInProportion() {
    assertSeconds(COSTS.ours(cell("loss: pun"), 20, 1), 5);
  }

  @Test
  void betweenTimedPositionsPanLiesOnALine() {
    assertSeconds(COSTS.ours(cell("loss: pan"), 10, 1), 3);
    assertSeconds(COSTS.ours(cell("loss: pan, positions: 3"), 10, 1), 5);
    assertSeconds(COSTS.ours(cell("loss: mix, positions: 3"), 10, 1), 5);
    assertSeconds(COSTS.ours(cell("method: plot, loss: pan"), 10, 1), 8 * 3 / 2.0);
  }

  @Test
  void cellsOfABundleShareWhatWasTimedToBeShared() {
    assertSeconds(COSTS.ours(cell(""), 10, 8), 1);
    assertSeconds(COSTS.ours(cell("loss: pan"), 10, 8), 1.5);
    assertSeconds(COSTS.ours(cell(""), 55, 8), 6.5 * 0.75);
    // a + b / K through (1, 1) and (8, 1/2)
    double own = (0.5 - 1 / 8.0) / (1 - 1 / 8.0);
    assertSeconds(COSTS.ours(cell(""), 10, 4), 2 * (own + (1 - own) / 4));
    assertSeconds(COSTS.ours(cell(""), 1000, 8), 101);
  }

  @Test
  void theReferenceEncodesImagesInEveryPassAndShrinksOnePositionAPass() {
    assertSeconds(COSTS.reference(cell(""), 20), 20 + 32);
    assertSeconds(COSTS.reference(cell("loss: pun"), 20), 20 + 32);
    assertSeconds(COSTS.reference(cell("loss: pan"), 10), 16 + 64);
    assertSeconds(COSTS.reference(cell("loss: pan, positions: 4"), 10), 10 + 5 * 3 + 64);
    assertThat(COSTS.reference(cell("method: plot"), 10)).isEmpty();
  }

  @Test
  void aPromptUnlikeThoseTimedHasNoCost() {
    for (String other :
        List.of("class_specific: true", "class_token_position: middle", "method: cocoop")) {
      assertThat(COSTS.ours(cell(other), 10, 1)).as(other).isEmpty();
    }
  }

  @Test
  void theLatestTimingOfTheModelCounts() {
    List<CostResult> benches =
        new ArrayList<>(
            List.of(
                bench("RN50", TIMED),
                bench("RN50", ours("coop", 0, 1, 10, 7)),
                bench("ViT-B/16", ours("coop", 0, 1, 10, 70))));

    assertSeconds(Calibration.of(benches, "RN50").orElseThrow().ours(cell(""), 10, 1), 7);
    assertThat(Calibration.of(benches, "RN101")).isEmpty();
  }

  private static void assertSeconds(OptionalDouble seconds, double expected) {
    assertThat(seconds.orElseThrow()).isCloseTo(expected, within(1e-9));
  }

  private static Cell cell(String settings) {
    String yaml =
        "{name: g, settings: {dataset: d" + (settings.isEmpty() ? "" : ", " + settings) + "}}";
    return GridFile.parse("g", yaml, List.of()).cells().get(0);
  }

  private static CostResult bench(String model, StepCost... rows) {
    Provenance from =
        new Provenance(
            "", null, "", null, null, "cpu()", "here", "", "", "", "", "", "then", "now", List.of(),
            null, null);
    return new CostResult("b", model, 32, 1, 2, Arrays.asList(rows), from);
  }

  private static StepCost ours(
      String method, int positions, int cells, int classes, double seconds) {
    return cost(method, positions, cells, classes, "ours", 0, seconds);
  }

  private static StepCost reference(
      String method, int positions, int classes, double seconds, int images) {
    return cost(method, positions, 1, classes, "reference", images, seconds);
  }

  private static StepCost cost(
      String method,
      int positions,
      int cells,
      int classes,
      String algorithm,
      int images,
      double seconds) {
    String dataset = Map.of(10, "EuroSAT").getOrDefault(classes, "of " + classes);
    return new StepCost(
        dataset, classes, method, positions, cells, algorithm, images, 3, seconds, seconds,
        seconds);
  }
}
