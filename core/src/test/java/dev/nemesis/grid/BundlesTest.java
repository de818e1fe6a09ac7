package dev.nemesis.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BundlesTest {
  private static final String GRID =
      "{name: g, axes: {method: [zeroshot, coop], dataset: [a, b], shots: [1, 16], seed: [1, 2, 3],"
          + " loss: [none, pun, pan], omega: [1, 10]}}";

  @Test
  void everyCellIsInExactlyOneBundle() {
    List<Attempt> attempts = attempts(GRID);

    assertThat(
            Bundles.of(attempts, cell -> 4).stream().flatMap(bundle -> bundle.attempts().stream()))
        .containsExactlyInAnyOrderElementsOf(attempts);
  }

  @Test
  void cellsOfABundleDifferInSeedAndLossAlone() {
    for (Bundle bundle : Bundles.of(attempts(GRID), cell -> 100)) {
      Cell first = bundle.shared();
      assertThat(bundle.cells())
          .allSatisfy(
              cell ->
                  assertThat(cell)
                      .usingRecursiveComparison()
                      .ignoringFields("seed", "loss")
                      .isEqualTo(first));
    }
  }

  @Test
  void cellsThatCanBeTrainedTogetherAre() {
    assertThat(Bundles.of(attempts(GRID), cell -> 100))
        .extracting(Bundle::size)
        .containsExactly(15, 15, 15, 15, 1, 1);
  }

  @Test
  void aGroupThatDoesNotFitIsDividedEvenly() {
    assertThat(Bundles.of(attempts(GRID), cell -> 8))
        .extracting(Bundle::size)
        .containsExactlyInAnyOrder(8, 7, 8, 7, 8, 7, 8, 7, 1, 1);
    assertThat(Bundles.of(attempts(GRID), cell -> 1)).allMatch(bundle -> bundle.size() == 1);
  }

  @Test
  void theLongestComeFirstAndEqualOnesOfADatasetStandTogether() {
    assertThat(Bundles.of(attempts(GRID), cell -> 100))
        .extracting(BundlesTest::name)
        .containsExactly(
            "a-16shot-coop-15cells",
            "b-16shot-coop-15cells",
            "a-1shot-coop-15cells",
            "b-1shot-coop-15cells",
            "a-zeroshot-1cells",
            "b-zeroshot-1cells");
  }

  @Test
  void theIdTellsTheCellsAndTheirOrder() {
    List<Attempt> attempts = attempts(GRID).subList(2, 5);

    assertThat(Bundle.of(attempts).id())
        .matches("[A-Za-z0-9._-]+")
        .isEqualTo(Bundle.of(List.copyOf(attempts)).id())
        .isNotEqualTo(Bundle.of(attempts.subList(0, 2)).id())
        .isNotEqualTo(Bundle.of(List.of(attempts.get(1), attempts.get(0), attempts.get(2))).id());
  }

  @Test
  void partsOfADatasetStandTogetherThoughOneTakesSomewhatLonger() {
    assertThat(Bundles.of(attempts(GRID), cell -> 8))
        .extracting(bundle -> bundle.shared().dataset() + bundle.shared().shots())
        .startsWith("a16", "a16", "b16", "b16", "a1", "a1", "b1", "b1");
  }

  @Test
  void moreEncodedPromptsTakeLonger() {
    String grid =
        "{name: g, axes: {dataset: [a], method: [coop, plot, cocoop], loss: [none],"
            + " class_specific: [false]}, settings: {epochs: 10}}";

    assertThat(Bundles.of(attempts(grid), cell -> 100))
        .as("four prompts a step, and one an image where a batch of CoOp's has 32")
        .extracting(BundlesTest::name)
        .containsExactly("a-16shot-cocoop-1cells", "a-16shot-plot-1cells", "a-16shot-coop-1cells");
    assertThat(
            Bundles.of(
                attempts("{name: g, axes: {method: [coop, cocoop], dataset: [a]}}"), cell -> 1))
        .as("CoCoOp's 10 epochs of 32 times as many prompts are more than CoOp's 200")
        .extracting(bundle -> bundle.shared().method())
        .containsExactly(Method.COCOOP, Method.COOP);
    assertThat(
            Bundles.of(
                attempts(
                    "{name: g, axes: {method: [plot, cocoop], dataset: [a]}, settings:"
                        + " {batch_size: 8, epochs: 5}}"),
                cell -> 1))
        .as("8 images of a batch against 4 prompts")
        .extracting(bundle -> bundle.shared().method())
        .containsExactly(Method.COCOOP, Method.PLOT);
  }

  @Test
  void otherPromptVariantsAreOtherBundles() {
    assertThat(
            Bundles.of(
                attempts(
                    "{name: g, axes: {dataset: [a], class_specific: [false, true],"
                        + " class_token_position: [end, middle, front], ctx_init: [\"\", x]}}"),
                cell -> 100))
        .hasSize(12);
    assertThat(
            Bundles.of(
                attempts("{name: g, axes: {dataset: [a], loss: [pun, mix], pan_omega: [5, 9]}}"),
                cell -> 100))
        .as("the loss is a cell's own")
        .hasSize(1);
  }

  @Test
  void halfOfTheClassesAreAnotherBundleThanAll() {
    assertThat(
            Bundles.of(
                attempts(
                    "{name: g, axes: {dataset: [a], classes: [base, all], method: [coop, zeroshot],"
                        + " seed: [1, 2]}}"),
                cell -> 100))
        .extracting(bundle -> bundle.shared().classes() + " " + bundle.size())
        .containsExactlyInAnyOrder("BASE 2", "ALL 2", "BASE 1", "ALL 1");
  }

  @Test
  void otherStepsOrPromptsAreOtherBundlesButNotOtherRates() {
    assertThat(
            Bundles.of(
                attempts(
                    "{name: g, axes: {dataset: [a], lr: [0.1, 0.2], epochs: [1, 2], batch_size: [8,"
                        + " 32], ctx_len: [4, 16]}}"),
                cell -> 100))
        .hasSize(8)
        .allMatch(bundle -> bundle.size() == 2);
  }

  /** The part of an id before the hash. */
  private static String name(Bundle bundle) {
    return bundle.id().substring(0, bundle.id().lastIndexOf('-'));
  }

  private static List<Attempt> attempts(String yaml) {
    List<Attempt> attempts = new ArrayList<>();
    for (Cell cell : GridFile.parse("g", yaml, List.of()).cells()) {
      attempts.add(new Attempt("cell-" + attempts.size(), 0, cell));
    }
    return attempts;
  }
}
