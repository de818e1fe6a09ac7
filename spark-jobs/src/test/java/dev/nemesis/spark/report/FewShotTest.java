package dev.nemesis.spark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.InputException;
import dev.nemesis.grid.ClassTokenPosition;
import dev.nemesis.grid.PromptSpec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FewShotTest extends WithSpark {
  /** Two datasets, CoOp at 4 shots with three seeds: easy to compute by hand. */
  private static Results coopOnTwoDatasets() {
    return new Results()
        .zeroShot("a", 50)
        .zeroShot("b", 30)
        .coop("a", 4, 1, 60)
        .coop("a", 4, 2, 62)
        .coop("a", 4, 3, 67)
        .coop("b", 4, 1, 40)
        .coop("b", 4, 2, 44)
        .coop("b", 4, 3, 42);
  }

  private static Results withPun(Results results) {
    for (long seed = 1; seed <= 3; seed++) {
      results.pun("a", 1, 4, seed, 70).pun("b", 1, 4, seed, 50);
    }
    return results;
  }

  private static String rowOf(String table, String heading, String method) {
    String block = table.substring(table.indexOf("## " + heading));
    return block.lines().filter(line -> line.startsWith("| " + method + " |")).findFirst().get();
  }

  @Test
  void anEntryIsTheMeanAndTheSampleStandardDeviationOverSeeds() {
    String table = new FewShotMarkdown(fewShot(coopOnTwoDatasets())).whole();

    // (60 + 62 + 67) / 3 = 63; sqrt((9 + 1 + 16) / 2) = 3.606, where a population's would be 2.944
    assertThat(rowOf(table, "a\n", "CoOp")).isEqualTo("| CoOp |  | **63.00** ± 3.61 |");
  }

  @Test
  void theAverageIsOverDatasetsAndItsSpreadOverTheSeedsAverages() {
    String table = new FewShotMarkdown(fewShot(coopOnTwoDatasets())).whole();

    // the seeds' averages are 50, 53 and 54.5: mean 52.5, sqrt((6.25 + 0.25 + 4) / 2) = 2.291
    assertThat(rowOf(table, "Average over 2", "CoOp")).isEqualTo("| CoOp |  | **52.50** ± 2.29 |");
    assertThat(rowOf(table, "Average over 2", "Zero-shot CLIP"))
        .isEqualTo("| Zero-shot CLIP | 40.00 |  |");
  }

  @Test
  void cellsTrainedForFewerEpochsThanOthersOfTheirDatasetAndShotsAreLeftOutAndCounted() {
    Results results =
        coopOnTwoDatasets()
            .epochs(2)
            .coop("a", 4, 1, 1)
            .add("b", Results.none("plot", Results.PLOTS), 4, 1, 2.0)
            .epochs(10)
            .add("b", Results.none("cocoop", Results.COCOOPS), 4, 1, 33.0);

    String table = new FewShotMarkdown(fewShot(results)).whole();

    assertThat(table)
        .contains("63.00** ± 3.61", "| CoCoOp", "33.00", "**Left out:** 2 cells of fewer epochs")
        .doesNotContain("PLOT");
  }

  @Test
  void whatIsWholeHasNothingToSayAboutGaps() {
    FewShotMarkdown table = new FewShotMarkdown(fewShot(withPun(coopOnTwoDatasets())));

    assertThat(table.whole()).doesNotContain("Missing", "Fewer", "Mixed", "—", "of 2", "of 3");
    assertThat(table.summary())
        .startsWith("## Average over 2 datasets\n")
        .contains("| CoOp + PUN (ω = 1) |  | **60.00** ± 0.00 |")
        .doesNotContain("## a");
  }

  @Test
  void aGapIsMarkedCountedAndNeverAveragedAway() {
    Results results = coopOnTwoDatasets();
    for (long seed = 1; seed <= 3; seed++) {
      results.pun("a", 1, 4, seed, 70);
    }

    FewShotMarkdown table = new FewShotMarkdown(fewShot(results));

    assertThat(rowOf(table.whole(), "b\n", "CoOp + PUN (ω = 1)"))
        .isEqualTo("| CoOp + PUN (ω = 1) |  | — |");
    assertThat(rowOf(table.summary(), "Average", "CoOp + PUN (ω = 1)"))
        .as("not bold, though 70 is more than the 52.50 of two datasets")
        .isEqualTo("| CoOp + PUN (ω = 1) |  | 70.00 ± 0.00 (1 of 2 datasets) |");
    assertThat(rowOf(table.summary(), "Average", "CoOp")).contains("**52.50**");
    assertThat(table.summary()).contains("**Missing:** 1 of 6 entries have no result");
  }

  @Test
  void anEntryOfFewerSeedsSaysSo() {
    Results results =
        coopOnTwoDatasets().pun("a", 1, 4, 1, 70).pun("a", 1, 4, 2, 72).pun("b", 1, 4, 1, 50);

    FewShotMarkdown table = new FewShotMarkdown(fewShot(results));

    assertThat(rowOf(table.whole(), "a\n", "CoOp + PUN (ω = 1)")).contains("71.00 ± 1.41 (2 of 3");
    assertThat(rowOf(table.whole(), "b\n", "CoOp + PUN (ω = 1)")).contains("50.00 (1 of 3 seeds)");
    assertThat(rowOf(table.whole(), "Average", "CoOp + PUN (ω = 1)"))
        .as("one seed has both datasets")
        .contains("60.50 (1 of 3 seeds)");
    assertThat(table.summary()).contains("**Fewer seeds:** in 2 of 6 entries.");
  }

  @Test
  void aCellThatFailedIsAGapAndNoResult() {
    Results results =
        coopOnTwoDatasets()
            .pan("a", 1, 4, 1, 70)
            .pan("a", 1, 4, 2, 72)
            .failedPan("a", 1, 4, 3)
            .failedPan("b", 1, 4, 1)
            .failedPan("c", 1, 4, 1);

    FewShotMarkdown table = new FewShotMarkdown(fewShot(results));

    String pan = "CoOp + PAN (ω = 1)";
    assertThat(rowOf(table.whole(), "a\n", pan)).contains("71.00 ± 1.41 (2 of 3 seeds)");
    assertThat(rowOf(table.whole(), "b\n", pan)).endsWith("|  | — |");
    assertThat(rowOf(table.whole(), "c\n", pan)).endsWith("|  | — |");
    assertThat(rowOf(table.whole(), "Average over 3 datasets", pan))
        .contains("71.00 ± 1.41 (1 of 3 datasets, 2 of 3 seeds)");
    assertThat(table.summary()).contains("**Missing:** 4 of 9 entries");
  }

  @Test
  void cellsThatDifferInASettingWithoutAColumnAreMarkedAsMixed() {
    Results results = coopOnTwoDatasets().coop("a", 4, 1, 62);

    FewShotMarkdown table = new FewShotMarkdown(fewShot(results));

    assertThat(rowOf(table.whole(), "a\n", "CoOp")).contains("63.33").contains(" †");
    assertThat(rowOf(table.whole(), "b\n", "CoOp")).doesNotContain("†");
    assertThat(table.summary()).contains("**Mixed (†):** the cells behind 1 entries");
  }

  @Test
  void theCsvHasALinePerEntryAndOneForEachGap() {
    Results results = coopOnTwoDatasets().pun("a", 0.1, 4, 1, 70);

    List<String> csv = FewShotCsv.of(fewShot(results)).lines().toList();

    assertThat(csv)
        .hasSize(1 + 3 * 3)
        .contains(
            "a,mini,zeroshot,none,0.0,,,,,,,,,,,0,50.0,,1,1,1,1,1",
            "b,mini,coop,none,0.0,,1.0,l2,0.0,0,16,end,false,1,,4,42.0,2.0,3,3,1,1,1",
            ",mini,coop,none,0.0,,1.0,l2,0.0,0,16,end,false,1,,4,52.5,2.29128784747792,3,3,2,2,1",
            "b,mini,coop,pun,0.1,,1.0,l2,0.0,0,16,end,false,1,,4,,,0,3,0,1,0",
            ",mini,coop,pun,0.1,,1.0,l2,0.0,0,16,end,false,1,,4,70.0,,1,3,1,2,1");
  }

  @Test
  void oneDatasetHasNoAverage() {
    FewShotMarkdown table =
        new FewShotMarkdown(fewShot(new Results().zeroShot("a", 5).coop("a", 1, 1, 6)));

    assertThat(table.whole()).doesNotContain("Average").contains("one seed, so no spread");
    assertThat(table.summary()).startsWith("## a\n").contains("| CoOp |  | **6.00** |");
  }

  @Test
  void methodsHaveRowsOfTheirOwnInReadingOrder() {
    PromptSpec middle = new PromptSpec(16, ClassTokenPosition.MIDDLE, true, 1, null);
    Results results = new Results().zeroShot("a", 50);
    results.add("a", Results.pun("cocoop", 1, Results.COCOOPS), 4, 1, 64.0);
    results.add("a", Results.none("cocoop", Results.COCOOPS), 4, 1, 63.0);
    results.add("a", Results.none("plot", Results.PLOTS), 4, 1, 62.0);
    results.add("a", Results.pan("coop", 1, middle), 4, 1, 61.0);
    results.add("a", Results.none("coop", middle), 4, 1, 59.0);
    results.add("a", Results.none("coop", Results.COOPS), 4, 1, 60.0);
    FewShot fewShot = fewShot(results);

    assertThat(new FewShotMarkdown(fewShot).summary().lines().skip(4))
        .containsExactly(
            "| Zero-shot CLIP | 50.00 |  |",
            "| CoOp (L = 16) |  | 60.00 |",
            "| CoOp (L = 16, class name in the middle, class-specific) |  | 59.00 |",
            "| CoOp + PAN (ω = 1, L = 16, class name in the middle, class-specific) |  | 61.00 |",
            "| PLOT (L = 16) |  | 62.00 |",
            "| CoCoOp (L = 4, from \"a photo of a\") |  | 63.00 |",
            "| CoCoOp + PUN (ω = 1, L = 4, from \"a photo of a\") |  | **64.00** |");
    assertThat(FewShotCsv.of(fewShot).lines())
        .contains(
            "a,mini,coop,none,0.0,,1.0,l2,0.0,0,16,middle,true,1,,4,59.0,,1,1,1,1,1",
            "a,mini,plot,none,0.0,,1.0,l2,0.0,0,16,end,false,4,,4,62.0,,1,1,1,1,1",
            "a,mini,cocoop,none,0.0,,1.0,l2,0.0,0,4,end,false,1,a photo of a,4,63.0,,1,1,1,1,1");
  }

  @Test
  void labelsNameWhatTellsSettingsApart() {
    Setting coop = Results.none("coop", Results.COOPS);
    Setting pan = Results.pan("coop", 1, Results.COOPS);
    Setting pan4 = new Setting("mini", "coop", "pan", 1, null, 0.0, "l1", 0.5, 4, Results.COOPS);
    Setting all = new Setting("mini", "coop", "pan", 1, null, 0.0, "l2", 0.0, 1, Results.COOPS);
    Setting mix = new Setting("mini", "coop", "mix", 10, null, 0.3, "l2", 0.5, 1, Results.COOPS);
    Setting forced = new Setting("mini", "coop", "mix", 10, 50.0, 0.3, "l2", 0.5, 1, Results.COOPS);

    assertThat(labels(coop, pan)).containsExactly("CoOp", "CoOp + PAN (ω = 1)");
    assertThat(labels(pan, all).get(1)).isEqualTo("CoOp + PAN (ω = 1, no selection)");
    assertThat(labels(pan, pan4).get(1)).isEqualTo("CoOp + PAN (ω = 1, l1, N = 4)");
    assertThat(labels(mix, forced))
        .containsExactly(
            "CoOp + PUN/PAN (β = 0.3, ω = 10)", "CoOp + PUN/PAN (β = 0.3, ω = 10, PAN's ω = 50)");
  }

  @Test
  void labelsNameWhatTellsPromptsApart() {
    PromptSpec usual = PromptSpec.generic(4);
    PromptSpec front = new PromptSpec(4, ClassTokenPosition.FRONT, false, 1, null);
    PromptSpec own = new PromptSpec(4, ClassTokenPosition.END, true, 1, null);
    PromptSpec two = new PromptSpec(16, ClassTokenPosition.END, false, 2, null);
    PromptSpec one = new PromptSpec(16, ClassTokenPosition.END, false, 1, null);

    assertThat(labels(Results.none("coop", usual), Results.none("coop", front)))
        .containsExactly("CoOp", "CoOp (class name at the front)");
    assertThat(labels(Results.none("coop", usual), Results.none("coop", own)))
        .containsExactly("CoOp", "CoOp (class-specific)");
    assertThat(labels(Results.none("coop", usual), Results.none("coop", Results.COCOOPS)))
        .containsExactly("CoOp", "CoOp (from \"a photo of a\")");
    assertThat(labels(Results.none("coop", Results.COOPS), Results.none("plot", Results.PLOTS)))
        .containsExactly("CoOp", "PLOT");
    assertThat(labels(Results.none("plot", one), Results.none("plot", two)))
        .containsExactly("PLOT (1 prompt)", "PLOT (2 prompts)");
  }

  @Test
  void wordsToStartFromDoNotBreakTheTable() {
    Setting words =
        Results.none("coop", new PromptSpec(2, ClassTokenPosition.END, false, 1, "a |"));
    Results results = new Results().coop("a", 4, 1, 60).add("a", words, 4, 1, 61.0);

    assertThat(new FewShotMarkdown(fewShot(results)).summary())
        .contains("| CoOp (L = 2, from \"a \\|\") | **61.00** |");
  }

  private static List<String> labels(Setting... settings) {
    SettingLabels labels = SettingLabels.of(List.of(settings));
    return Stream.of(settings).map(labels::of).toList();
  }

  @Test
  void cellsOfBaseClassesAloneAreNotAmongThem() {
    Results results = new Results().coop("a", 4, 1, 60);
    results.add("a", "base", Results.none("coop", Results.COOPS), 4, 1, 90.0);
    results.add("b", "base", Results.none("coop", Results.COOPS), 4, 2, 90.0);

    FewShot fewShot = fewShot(results);

    assertThat(new FewShotMarkdown(fewShot).summary()).contains("## a", "| CoOp | **60.00** |");
    assertThat(fewShot.seeds()).isEqualTo(1);
  }

  @Test
  void aGridWithoutAFinishedCellCannotBeReported() {
    assertThatThrownBy(() -> fewShot(new Results()))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot report on this output folder: it has no finished cell of");
  }
}
