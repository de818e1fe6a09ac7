package dev.nemesis.spark.report.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nemesis.grid.Cell;
import dev.nemesis.spark.report.model.Entry;
import dev.nemesis.spark.report.model.ReportModel;
import dev.nemesis.spark.report.model.ReportTable;
import dev.nemesis.spark.report.text.MarkdownTable;
import dev.nemesis.spark.session.JobDescriptions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Test;

class FewShotTablesTest extends WithSpark {
  private static final String AXES =
      "{name: g, weights: {rn50: RN50.pt, vit_b16: ViT-B-16.pt}, vocab: v, settings: {backbone: rn50},"
          + " presets: {coop: {loss: none}, pun: {loss: pun}, pan: {loss: pan}},"
          + " axes: {preset: [coop, pun, pan], dataset: [caltech101, dtd], shots: [1, 16],"
          + " omega: [0.1, 1], seed: [1, 2, 3]}}";

  /** More settings than are looked over at a run's end. */
  private static final String OMEGAS =
      IntStream.rangeClosed(2, 21).mapToObj(Integer::toString).collect(Collectors.joining(", "));

  /** CoOp's accuracy is 60 and the seed, a norm loss adds its omega; on DTD all is 10 less. */
  private static Double plausible(Cell cell) {
    return 60.0
        + cell.seed()
        + cell.loss().omega()
        - (cell.dataset().equals("dtd") ? 10 : 0)
        + (cell.shots() == 16 ? 20 : 0);
  }

  @Test
  void anEntryIsTheMeanAndSampleDeviationOverSeedsBesideThePapersNumber() {
    ReportTable table =
        table(read(grid().finish(FewShotTablesTest::plausible), "table_a5"), "table_a5");

    Entry entry = entry(table, "Caltech101", "CoOp + PUN (ω = 0.1)", "16");

    assertThat(entry.mean()).isCloseTo(82.1, within(1e-9));
    assertThat(entry.std()).isCloseTo(1.0, within(1e-9));
    assertThat(entry.seeds()).isEqualTo(3);
    assertThat(entry.isWhole()).isTrue();
    // The paper's table A5, Caltech101, CoOp + PUN, omega 0.1, 16 shots.
    assertThat(entry.paper()).isEqualTo(91.86);
    assertThat(entry.difference()).isCloseTo(82.1 - 91.86, within(1e-9));
    assertThat(entry(table, "Caltech101", "CoOp", "1").paper()).isEqualTo(86.98);
  }

  @Test
  void whatARunEndsWithHasEveryTrainedCellOrSaysHowManyItLeavesOut() {
    String usual = "{name: g, settings: {dataset: dtd, loss: pun, shots: 1}, axes: {seed: [1, 2]}}";
    String longer = usual.replace("axes: {", "axes: {ctx_len: [4, 8], ");
    String many = longer.replace("ctx_len: [4, 8]", "ctx_len: [4], omega: [%s]".formatted(OMEGAS));

    ReportModel few = summary(usual, longer);
    assertThat(few.tables()).extracting(ReportTable::id).containsExactly("few_shot");
    assertThat(few.notes()).noneMatch(note -> note.contains("trained cells"));

    ReportModel besides = summary(usual, many);
    assertThat(besides.tables()).extracting(ReportTable::id).containsExactly("table_a5");
    assertThat(besides.notes())
        .contains(
            "Not in this table: 40 of 42 trained cells: see the tables of 'submit/nemesis report',"
                + " or table results.");

    ReportModel none = summary(many.replace("ctx_len: [4]", "method: [plot]"));
    assertThat(none.tables()).isEmpty();
    assertThat(none.notes())
        .anyMatch(note -> note.startsWith("No table here has the 40 of 40 trained cells: "));
  }

  private ReportModel summary(String... grids) {
    FinishedGrid grid =
        FinishedGrid.of(folder.resolve("" + grids.length + grids[0].hashCode()), grids);
    grid.finish(cell -> 60.0).register(spark);
    return FewShotSummary.read(spark, "g");
  }

  @Test
  void anAverageIsOverDatasetsWithinASeedFirst() {
    FinishedGrid grid =
        grid()
            .finish(
                cell ->
                    cell.dataset().equals("dtd") ? 50 - (double) cell.seed() : 60 + cell.seed());
    ReportTable table = table(read(grid, "table_a5"), "table_a5");

    Entry average = entry(table, "Average over 2 datasets", "CoOp", "1");

    assertThat(average.mean()).isCloseTo(55, within(1e-9));
    assertThat(average.std()).isCloseTo(0, within(1e-9)); // the datasets' seeds cancel out
    assertThat(average.paper()).isNull(); // the paper's is over eleven
  }

  @Test
  void theBestOfAColumnIsMarkedAndZeroShotHasNoRival() {
    ReportTable table =
        table(read(grid().finish(FewShotTablesTest::plausible), "table_a5"), "table_a5");

    assertThat(entry(table, "DTD", "CoOp + PUN (ω = 1)", "16").isBest()).isTrue();
    assertThat(entry(table, "DTD", "CoOp + PAN (ω = 1)", "16").isBest()).isTrue();
    assertThat(entry(table, "DTD", "CoOp + PUN (ω = 0.1)", "16").isBest()).isFalse();
    assertThat(entry(table, "DTD", "CoOp", "16").isBest()).isFalse();
  }

  @Test
  void whatIsNotFinishedIsAGapThatSaysWhichCellsItWaitsFor() {
    ReportModel model =
        read(
            grid()
                .finish(
                    cell ->
                        (cell.seed() == 2 && cell.dataset().equals("dtd"))
                                || cell.loss().omega() == 1
                            ? null
                            : plausible(cell)),
            "table_a5");
    ReportTable table = table(model, "table_a5");

    Entry fewer = entry(table, "DTD", "CoOp", "1");
    Entry average = entry(table, "Average over 2 datasets", "CoOp", "1");
    Entry gap = entry(table, "Caltech101", "CoOp + PUN (ω = 1)", "1");

    assertThat(fewer.mean()).isEqualTo(52);
    assertThat(fewer.seeds()).isEqualTo(2);
    assertThat(fewer.seedsWanted()).isEqualTo(3);
    assertThat(fewer.waitsFor()).hasSize(1).allMatch(id -> id.startsWith("cell-"));
    assertThat(average.seeds()).isEqualTo(2); // seed 2 lacks a dataset
    assertThat(gap.mean()).isNull();
    assertThat(gap.waitsFor()).hasSize(3);
    assertThat(gap.isBest()).isFalse();
    assertThat(table.notes()).anyMatch(note -> note.startsWith("Not finished: "));
    assertThat(model.notes())
        .anyMatch(note -> note.contains("cells of the grid are not trained yet"));
  }

  @Test
  void cellsOfTwoProgramVersionsInOneTableAreFlagged() {
    FinishedGrid grid =
        grid().by("nemesis 1").finish(cell -> cell.seed() == 1 ? plausible(cell) : null);
    grid.by("nemesis 2").finish(cell -> cell.seed() == 1 ? null : plausible(cell));
    ReportModel model = read(grid, "table_a5");

    assertThat(table(model, "table_a5").notes())
        .contains("Cells of 2 program versions stand in this table: nemesis 1, nemesis 2.");
    assertThat(model.notes())
        .contains("The cells were trained by 2 program versions: nemesis 1, nemesis 2.");
  }

  @Test
  void timingsOfFewEpochsAndOtherBackbonesDoNotMixWithThePapersNumbers() {
    String timing =
        "{name: t, weights: {rn50: RN50.pt}, vocab: v, settings: {backbone: rn50, loss: none, epochs: 2,"
            + " dataset: dtd, shots: 16, seed: 1}}";
    String other =
        "{name: o, weights: {vit_b16: ViT-B-16.pt}, vocab: v, settings: {backbone: vit_b16, loss: none,"
            + " dataset: dtd, shots: 16, seed: 1}}";
    FinishedGrid grid = FinishedGrid.of(folder, AXES, timing, other);
    ReportTable table =
        table(
            read(
                grid.finish(
                    cell -> cell.optimizer().epochs() == 2 ? Double.valueOf(1) : plausible(cell)),
                "table_a5"),
            "table_a5");

    assertThat(entry(table, "DTD", "CoOp (RN50)", "16").mean()).isEqualTo(72);
    assertThat(entry(table, "DTD", "CoOp (RN50)", "16").paper()).isEqualTo(62.70);
    assertThat(entry(table, "DTD", "CoOp (ViT-B-16)", "16").paper()).isNull();
  }

  @Test
  void elevenOtherDatasetsAreNotThePapers() {
    String eleven =
        "{name: g, weights: {rn50: RN50.pt}, vocab: v, settings: {backbone: rn50, loss: none,"
            + " shots: 1, seed: 1}, axes: {dataset: [mini-objects, mini-shapes, mini-badges,"
            + " mini-flags, mini-flowers, mini-dishes, mini-counts, mini-scenes, mini-textures,"
            + " mini-tiles, mini-arrangements]}}";
    FinishedGrid grid = FinishedGrid.of(folder, eleven).finish(cell -> 50.0);
    ReportTable table = table(read(grid, "table_a5"), "table_a5");

    Entry average = entry(table, "Average over 11 datasets", "CoOp", "1");
    assertThat(average.mean()).isEqualTo(50);
    assertThat(average.paper()).isNull();
  }

  @Test
  void theDifferenceFromCoOpIsOverTheSameSeedsWithHolmsCorrection() {
    // With 1 shot all differences on Caltech101 are alike, as with few test images they may be.
    Map<String, double[]> gain =
        Map.of("caltech101", new double[] {0.1, 0.2, 0.3}, "dtd", new double[] {0.1, -0.1, 0});
    FinishedGrid grid =
        grid()
            .finish(
                cell ->
                    50.0
                        + 7 * cell.seed()
                        + (cell.loss().omega() == 0
                            ? 0
                            : cell.shots() == 1 && cell.dataset().equals("caltech101")
                                ? 0.3
                                : gain.get(cell.dataset())[(int) cell.seed() - 1]));
    ReportTable table = table(read(grid, "paired"), "paired");

    Entry better = entry(table, "CoOp + PUN (ω = 1)", "Caltech101", "16");
    Entry same = entry(table, "CoOp + PUN (ω = 1)", "DTD", "16");

    assertThat(better.mean()).isCloseTo(0.2, within(1e-9));
    double quantile = new TDistribution(2).inverseCumulativeProbability(0.975);
    assertThat(better.std()).isCloseTo(quantile * 0.1 / Math.sqrt(3), within(1e-9));
    assertThat(better.test().degreesOfFreedom()).isEqualTo(2);
    assertThat(better.test().t()).isCloseTo(0.2 / (0.1 / Math.sqrt(3)), within(1e-9));
    // p is 0.074, and twice that after Holm's correction for two datasets.
    assertThat(better.test().p()).isCloseTo(0.0742, within(1e-4));
    assertThat(better.test().pHolm()).isCloseTo(2 * 0.0742, within(1e-4));
    assertThat(better.isBest()).isFalse();
    Entry alike = entry(table, "CoOp + PUN (ω = 1)", "Caltech101", "1");
    assertThat(alike.mean()).isCloseTo(0.3, within(1e-9));
    assertThat(alike.test().pHolm()).as("no variance to test with").isNull();
    assertThat(alike.test().t()).isNull();
    assertThat(alike.std()).as("nor an interval").isNull();
    assertThat(alike.isBest()).isFalse();
    assertThat(same.mean()).isCloseTo(0, within(1e-9));
    assertThat(entry(table, "CoOp + PUN (ω = 1)", "Average over 2 datasets", "16").mean())
        .isCloseTo(0.1, within(1e-9));
  }

  /** Both differ from CoOp beyond doubt, in one direction each; so does their average. */
  @Test
  void whatIsBetterBeyondDoubtIsBoldAndNeitherHarmNorAnAverageIs() {
    double[] noise = {0, 0.001, 0.002};
    FinishedGrid grid =
        grid()
            .finish(
                cell ->
                    50.0
                        + (cell.loss().omega() == 0
                            ? 0
                            : (cell.dataset().equals("dtd") ? -1 : 5)
                                + noise[(int) cell.seed() - 1]));
    ReportTable table = table(read(grid, "paired"), "paired");
    String block = "CoOp + PUN (ω = 1)";

    assertThat(entry(table, block, "Caltech101", "16").isBest()).isTrue();
    Entry harm = entry(table, block, "DTD", "16");
    assertThat(harm.test().pHolm()).isLessThan(0.05);
    assertThat(harm.test().t()).isNegative();
    assertThat(harm.isBest()).isFalse();
    Entry average = entry(table, block, "Average over 2 datasets", "16");
    assertThat(average.mean()).isPositive();
    assertThat(average.test().p()).isLessThan(0.05);
    assertThat(average.test().pHolm()).as("not corrected").isNull();
    assertThat(average.isBest()).isFalse();
    assertThat(table.caption()).contains("Bold: better (above 0)", "average", "never bold");
  }

  @Test
  void whatIsTheSameButForRoundingIsNotShownBelowZero() {
    FinishedGrid grid =
        grid().finish(cell -> 50.0 - (cell.loss().omega() == 0 ? 0 : 0.001 * (double) cell.seed()));
    ReportTable table = table(read(grid, "paired"), "paired");

    assertThat(entry(table, "CoOp + PUN (ω = 1)", "DTD", "16").mean()).isNegative();
    assertThat(MarkdownTable.of(table)).contains("| 0.00 ± 0.00 |").doesNotContain("-0.00");
  }

  @Test
  void numbersThatTableA5HasAreNotShownTwice() {
    FinishedGrid grid = grid().finish(FewShotTablesTest::plausible);

    assertThat(read(grid, "table_a5", "few_shot").tables())
        .extracting(ReportTable::id)
        .containsExactly("table_a5");
    assertThat(read(grid, "few_shot").tables()).extracting(ReportTable::id).hasSize(1);
  }

  @Test
  void everyJobOfAReportIsDescribedThoughManyThreadsAsk() throws Exception {
    FinishedGrid grid = grid().finish(FewShotTablesTest::plausible);
    grid.register(spark);

    List<String> descriptions =
        JobDescriptions.of(spark, () -> ReportReading.read(spark, "g", null));

    assertThat(descriptions).doesNotContainNull().contains("report: cells", "report: named_cells");
  }

  private FinishedGrid grid() {
    return FinishedGrid.of(folder, AXES);
  }
}
