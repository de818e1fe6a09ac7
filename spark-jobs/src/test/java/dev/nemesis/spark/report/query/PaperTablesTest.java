package dev.nemesis.spark.report.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.nemesis.error.InputException;
import dev.nemesis.grid.ClassSubset;
import dev.nemesis.grid.CorruptionRow;
import dev.nemesis.spark.report.model.Entry;
import dev.nemesis.spark.report.model.ReportFigure;
import dev.nemesis.spark.report.model.ReportModel;
import dev.nemesis.spark.report.model.ReportTable;
import dev.nemesis.spark.table.FoundDatasets;
import dev.nemesis.spark.table.SqlFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.TTest;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class PaperTablesTest extends WithSpark {
  private static final String HEAD =
      "{name: g, weights: {rn50: RN50.pt}, vocab: v, settings: {backbone: rn50";

  @Test
  void domainGeneralisationHasEachTargetAndTheirAverageBesideThePapers() {
    FinishedGrid grid =
        FinishedGrid.of(
                folder,
                HEAD
                    + ", dataset: imagenet, shots: 16, targets: [imagenet_r, imagenetv2], omega: 10},"
                    + " axes: {loss: [none, pun], seed: [1, 2]}}")
            .finish(
                (cell, on) ->
                    (on.dataset().equals("imagenet") ? 60.0 : 40)
                        + (on.dataset().equals("imagenet_r") ? 10 : 0)
                        + cell.loss().omega());
    ReportTable table = table(read(grid, "table_1"), "table_1");

    assertThat(table.columns())
        .containsExactly("ImageNet", "ImageNetV2", "ImageNet-R", "Average of targets");
    Entry pun = entry(table, "ImageNet, 16 shots", "CoOp + PUN (ω = 10)", "ImageNet-R");
    assertThat(pun.mean()).isEqualTo(60);
    assertThat(pun.paper()).isEqualTo(56.78);
    Entry average = entry(table, "ImageNet, 16 shots", "CoOp", "Average of targets");
    assertThat(average.mean()).isEqualTo(45);
    assertThat(average.paper()).as("the paper's is over four targets").isNull();
  }

  @Test
  void theAverageOverThePapersFourTargetsStandsBesideThePapers() {
    FinishedGrid grid =
        FinishedGrid.of(
                folder,
                HEAD
                    + ", dataset: imagenet, shots: 16, loss: none, targets: [imagenetv2,"
                    + " imagenet_sketch, imagenet_a, imagenet_r]}}")
            .finish(cell -> 50.0);
    ReportTable table = table(read(grid, "table_1"), "table_1");

    assertThat(entry(table, "ImageNet, 16 shots", "CoOp", "Average of targets").paper())
        .isCloseTo((55.04 + 32.64 + 22.44 + 54.6) / 4, within(1e-9));
  }

  @Test
  void baseToNewHasTheHarmonicMeanOfTheMeans() {
    FinishedGrid grid =
        FinishedGrid.of(
                folder,
                HEAD
                    + ", method: cocoop, classes: base, loss: none, shots: 16},"
                    + " axes: {dataset: [dtd, eurosat], seed: [1, 2]}}")
            .finish(
                (cell, on) -> on.classes() == ClassSubset.BASE ? 80.0 : 60.0 * cell.seed() - 30);
    ReportTable table = table(read(grid, "table_a4"), "table_a4");

    assertThat(entry(table, "DTD", "CoCoOp", "New").mean()).isEqualTo(60);
    assertThat(entry(table, "DTD", "CoCoOp", "H").mean())
        .isCloseTo(2 * 80 * 60 / 140.0, within(1e-9));
    assertThat(entry(table, "Average over 2 datasets", "CoCoOp", "H").mean())
        .isCloseTo(2 * 80 * 60 / 140.0, within(1e-9));
  }

  @Test
  void plotHasATableOfItsOwnBesideThePapers() {
    FinishedGrid grid =
        FinishedGrid.of(
                folder,
                HEAD
                    + ", method: plot, omega: 1, dataset: caltech101}, axes: {loss: [none, pan],"
                    + " shots: [1, 2], seed: [1, 2]}}")
            .finish(cell -> 80.0 + cell.shots() + cell.seed());
    ReportTable table = table(read(grid, "table_2"), "table_2");

    assertThat(table.blocks()).as("no average over one dataset").hasSize(1);
    assertThat(table.blocks().get(0).lines())
        .extracting(ReportTable.Line::label)
        .containsExactly("PLOT", "PLOT + PAN (ω = 1)");
    assertThat(entry(table, "Caltech101", "PLOT + PAN (ω = 1)", "2").mean()).isEqualTo(83.5);
    assertThat(entry(table, "Caltech101", "PLOT", "1").paper()).isEqualTo(88.80);
  }

  @Test
  void theDatasetsAreThoseThatTheRunsFoundBesideThePapers() {
    FinishedGrid grid =
        FinishedGrid.of(folder, HEAD + ", loss: none, dataset: dtd, shots: 1}}")
            .finish(cell -> 50.0);
    FoundDatasets.record(
        grid.out(),
        List.of(new FoundDatasets.FoundDataset("dtd", "digest", 47, 2820, 1690, "DTD")));
    ReportTable table = table(read(grid, "table_a1"), "table_a1");

    assertThat(table.columns()).containsExactly("Classes", "Train", "Test");
    assertThat(entry(table, "", "DTD", "Classes").difference()).isZero();
    assertThat(entry(table, "", "DTD", "Train").mean()).isEqualTo(2820);
    assertThat(entry(table, "", "DTD", "Test").difference()).isEqualTo(-2);
  }

  @Test
  void aDeclaredTitleStandsInTablesAndFigures() {
    FinishedGrid grid =
        FinishedGrid.of(folder, HEAD + ", loss: none, dataset: own}, axes: {shots: [1, 2]}}")
            .finish(cell -> 50.0 + cell.shots());
    FoundDatasets.record(
        grid.out(), List.of(new FoundDatasets.FoundDataset("own", "d", 3, 6, 3, "Hand tools")));
    ReportModel model = read(grid, "table_a1", "table_a5", "figure_2");

    assertThat(entry(table(model, "table_a1"), "", "Hand tools", "Classes").mean()).isEqualTo(3);
    assertThat(entry(table(model, "table_a5"), "Hand tools", "CoOp", "2").mean()).isEqualTo(52);
    assertThat(figure(model, "figure_2").panels())
        .extracting(panel -> panel.title())
        .contains("Hand tools");
  }

  @Test
  void positionsSharesFactorsAndNormsEachHaveTheirTable() {
    String pan =
        HEAD
            + ", loss: pan, omega: 1, dataset: fgvc_aircraft}, axes: {seed: [1, 2], shots: [1, 16]";
    FinishedGrid grid =
        FinishedGrid.of(
                folder,
                HEAD
                    + ", loss: none, dataset: fgvc_aircraft}, axes: {seed: [1, 2], shots: [1, 16]}}",
                pan + ", positions: [1, 16], selection: [false, true]}}",
                pan + ", tau: [0.1, 0.5]}}",
                pan + ", norm: [l2, linf]}}",
                pan.replace("loss: pan", "loss: mix") + ", beta: [0, 0.3, 1]}}")
            .finish(
                cell ->
                    10.0
                        + cell.loss().positions()
                        + (cell.loss().selection() ? 0.5 : 0)
                        + cell.loss().tau()
                        + cell.shots());
    ReportModel model = read(grid, "table_3", "table_4", "table_a6", "table_a7");

    ReportTable positions = table(model, "table_3");
    assertThat(positions.blocks().get(0).lines())
        .extracting(ReportTable.Line::label)
        .containsExactly(
            "CoOp",
            "N = 1, all",
            "N = 1, where it helped",
            "N = 16, all",
            "N = 16, where it helped");
    Entry all = entry(positions, "FGVCAircraft", "N = 16, all", "16");
    assertThat(all.mean()).isEqualTo(42);
    assertThat(all.paper()).isEqualTo(31.12);
    assertThat(entry(positions, "FGVCAircraft", "CoOp", "1").paper()).isEqualTo(9.56);

    ReportTable shares = table(model, "table_4");
    assertThat(shares.blocks().get(0).lines())
        .extracting(ReportTable.Line::label)
        .containsExactly("β = 0 (PAN)", "β = 0.3", "β = 1 (PUN)");
    assertThat(entry(shares, "Average over 1 datasets, ω = 1", "β = 0.3", "16").mean())
        .isEqualTo(28);

    ReportTable factors = table(model, "table_a6");
    // The mean over 1 and 16 shots.
    assertThat(entry(factors, "ω = 1", "τ = 0.1", "FGVCAircraft").mean())
        .isCloseTo(20.1, within(1e-9));
    assertThat(entry(table(model, "table_a7"), "ω = 1", "ℓ∞", "FGVCAircraft").mean())
        .isCloseTo(20.5, within(1e-9));
  }

  @Test
  void aMeanStandsBesideThePapersWhereItIsOverTheSameDatasetsAndShots() {
    String grid =
        HEAD
            + ", loss: pan, omega: 1, seed: 1}, axes: {tau: [0.1, 0.5], shots: %s,"
            + " dataset: [caltech101, stanford_cars, eurosat, dtd, oxford_flowers, %s]}}";
    String all = "[1, 2, 4, 8, 16]";
    ReportTable papers = factors("papers", grid.formatted(all, "ucf101"));
    ReportTable others = factors("others", grid.formatted(all, "food101"));
    ReportTable fewer = factors("fewer", grid.formatted("[1, 16]", "ucf101"));

    assertThat(entry(papers, "ω = 1", "τ = 0.1", "DTD").paper()).isEqualTo(53.32);
    assertThat(entry(papers, "ω = 1", "τ = 0.1", "Average").paper())
        .isCloseTo((89.29 + 63.91 + 67.79 + 53.32 + 83.35 + 69.52) / 6, within(1e-9));
    assertThat(entry(others, "ω = 1", "τ = 0.1", "DTD").paper()).isEqualTo(53.32);
    assertThat(entry(others, "ω = 1", "τ = 0.1", "Average").paper()).isNull();
    assertThat(entry(fewer, "ω = 1", "τ = 0.1", "DTD").paper()).isNull();
  }

  @Test
  void theLowNormEffectIsCountedByOperationAndSummedOverTheShrinkingFactors() {
    List<CorruptionRow> rows = new ArrayList<>();
    for (int position = 0; position < 4; position++) {
      // Scaling by 0.1 helps at positions 1, 2 and 3, by 0.5 at 3 alone, by 2 everywhere.
      rows.add(row("rescale", 0.1, position, position >= 1));
      rows.add(row("rescale", 0.5, position, position == 3));
      rows.add(row("rescale", 2, position, true));
      rows.add(row("replace", 0, position, position < 2));
    }
    FinishedGrid grid =
        FinishedGrid.of(
                folder,
                HEAD + ", loss: none, dataset: caltech101, shots: 16}, axes: {seed: [1, 2]}}")
            .finish(cell -> 50.0)
            .corrupt(rows);
    ReportModel model = read(grid, "table_a2", "table_a3", "figure_1b", "figure_a1");

    assertThat(entry(table(model, "table_a3"), "Caltech101", "× 0.1", "16").mean()).isEqualTo(3);
    assertThat(entry(table(model, "table_a2"), "Caltech101", "variance 0", "16").mean())
        .isEqualTo(2);
    ReportFigure frequency = figure(model, "figure_1b");
    assertThat(frequency.panels()).hasSize(1);
    assertThat(frequency.panels().get(0).curves().get(0).points())
        .containsExactly(new ReportFigure.Point(16, 4, 0.0, 2));
    ReportFigure one = figure(model, "figure_a1");
    assertThat(one.panels()).extracting(ReportFigure.Panel::title).hasSize(2);
    assertThat(one.panels().get(1).curves())
        .extracting(ReportFigure.Curve::label)
        .containsExactlyInAnyOrder("as learned", "0.1", "0.5", "2");
  }

  @Test
  void figure2DrawsZeroShotAndTheBestOmegaOfEachLoss() {
    FinishedGrid grid =
        FinishedGrid.of(
                folder,
                HEAD
                    + "}, presets: {coop: {loss: none}, pun: {loss: pun}}, axes: {method: [zeroshot,"
                    + " coop], preset: [coop, pun], omega: [1, 10], dataset: [dtd, eurosat],"
                    + " shots: [1, 16], seed: [1, 2]}}")
            .finish(cell -> 50.0 + (cell.loss() == null ? 0 : cell.loss().omega()));
    ReportFigure figure = figure(read(grid, "figure_2"), "figure_2");

    assertThat(figure.labels()).containsExactly("Zero-shot CLIP", "CoOp", "CoOp + PUN (ω = 10)");
    assertThat(figure.panels())
        .extracting(ReportFigure.Panel::title)
        .containsExactly("Average over 2 datasets", "DTD", "EuroSAT");
  }

  @Test
  void thePairedTestIsALibrarys() {
    double[] gains = {0.2, 0.1, -0.1, 0.3, 0.2};
    FinishedGrid.of(
            folder.resolve("out"),
            HEAD
                + ", dataset: dtd, shots: 1, omega: 1}, axes: {loss: [none, pun],"
                + " seed: [1, 2, 3, 4, 5]}}")
        .finish(cell -> 50.0 + (cell.loss().omega() == 0 ? 0 : gains[(int) cell.seed() - 1]))
        .register(spark);

    SmallData.share(spark, List.of());
    Row row = spark.sql(new SqlFile("paired.sql").text()).collectAsList().get(0);

    double error = Math.sqrt(StatUtils.variance(gains) / gains.length);
    assertThat(row.<Integer>getAs("degrees_of_freedom")).isEqualTo(4);
    assertThat(row.<Double>getAs("t")).isCloseTo(new TTest().t(0, gains), within(1e-9));
    assertThat(row.<Double>getAs("p")).isCloseTo(new TTest().tTest(0, gains), within(1e-9));
    // The 0.975 quantile at 4 degrees of freedom, as tables print it.
    assertThat(row.<Double>getAs("half_width")).isCloseTo(2.776445 * error, within(1e-6));
    assertThat(row.<Double>getAs("p_holm")).isEqualTo(row.<Double>getAs("p"));
  }

  @Test
  void aQueryOfTheUsersOwnTakesThePlaceOfTheStandardOneAndAMistakeInItIsNamedByFileAndLine()
      throws Exception {
    FinishedGrid grid =
        FinishedGrid.of(folder.resolve("out"), HEAD + ", loss: none, dataset: dtd, shots: 1}}")
            .finish(cell -> 50.0);
    grid.register(spark);
    Path own = Files.createDirectory(folder.resolve("sql"));
    Path file = own.resolve("table_a5.sql");
    Files.writeString(file, "SELECT 'mine' AS row, 'x' AS column, 1D AS mean FROM results");

    assertThat(
            entry(
                    table(ReportReading.read(spark, "g", own, "table_a5"::equals), "table_a5"),
                    "",
                    "mine",
                    "x")
                .mean())
        .isEqualTo(1);

    Files.writeString(
        file, "SELECT 'mine' AS row,\n       'x' AS column,\n acuracy AS mean\nFROM results");
    grid.register(spark);
    assertThatThrownBy(() -> ReportReading.read(spark, "g", own, "table_a5"::equals))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot run " + file + ", line 3: ")
        .hasMessageContaining("acuracy");
  }

  @Test
  void aStepsCostIsOfCellsTrainedAloneInSecondsAndInCoOpsSteps() {
    FinishedGrid grid =
        FinishedGrid.of(
                folder,
                HEAD
                    + ", dataset: dtd, shots: 16, epochs: 2}, presets: {coop: {loss: none},"
                    + " pan: {loss: pan}, pan-8: {loss: pan, positions: 8}}, axes: {preset: [coop,"
                    + " pan, pan-8]}}")
            .taking(cell -> 0.5 + cell.loss().positions())
            .finish(cell -> 50.0);
    ReportModel model = read(grid, "table_a8", "table_a9");

    ReportTable methods = table(model, "table_a8");
    assertThat(methods.columns()).containsExactly("CoOp", "+ PAN");
    assertThat(entry(methods, "Seconds a step", "DTD", "+ PAN").mean()).isEqualTo(1.5);
    assertThat(entry(methods, "Seconds a step", "DTD", "+ PAN").paper()).isEqualTo(0.08);
    assertThat(entry(methods, "Of CoOp's step", "DTD", "+ PAN").mean()).isEqualTo(3);
    assertThat(entry(methods, "Of CoOp's step", "DTD", "+ PAN").paper())
        .isCloseTo(0.08 / 0.05, within(1e-9));
    ReportTable positions = table(model, "table_a9");
    assertThat(positions.columns()).containsExactly("N = 0", "N = 1", "N = 8");
    assertThat(entry(positions, "Of CoOp's step", "DTD", "N = 8").mean()).isEqualTo(17);
    assertThat(entry(positions, "Seconds a step", "DTD", "N = 8").paper()).isEqualTo(0.14);
  }

  @Test
  void theTrainingIsDrawnWithNormsAndAccuracyOfEachEpoch() {
    FinishedGrid grid =
        FinishedGrid.of(
                folder,
                HEAD
                    + ", omega: 1, epochs: 3}, axes: {loss: [none, pun], dataset: [stanford_cars,"
                    + " caltech101], shots: [1, 16], seed: [1, 2]}}")
            .finish(cell -> 50.0);
    ReportModel model = read(grid, "figure_3", "figure_a2", "figure_a3");

    ReportFigure cars = figure(model, "figure_3");
    assertThat(cars.panels())
        .extracting(panel -> panel.title() + ", " + panel.yLabel())
        .containsExactly(
            "1 shot, Norm",
            "1 shot, Test accuracy (%)",
            "16 shots, Norm",
            "16 shots, Test accuracy (%)");
    assertThat(cars.labels()).containsExactly("CoOp", "CoOp + PUN");
    assertThat(cars.panels().get(0).curves().get(0).points())
        .extracting(ReportFigure.Point::x)
        .containsExactly(0.0, 1.0, 2.0);
    assertThat(figure(model, "figure_a2").panels()).hasSize(2);
    assertThat(figure(model, "figure_a3").panels().get(0).title()).isEqualTo("16 shots");
  }

  @Test
  void aQueryFileThatTakesNoQuerysPlaceIsAMistake() throws Exception {
    Files.writeString(folder.resolve("tabel_a5.sql"), "SELECT 1");

    assertThatThrownBy(() -> ReportReading.check(folder))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot use query file " + folder.resolve("tabel_a5.sql"))
        .hasMessageContaining("table_a5.sql");
    assertThatThrownBy(() -> ReportReading.check(folder.resolve("none")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot use --sql " + folder.resolve("none"));
  }

  /** Table A6 of a grid whose cells all came to 50 percent. */
  private ReportTable factors(String out, String grid) {
    FinishedGrid finished = FinishedGrid.of(folder.resolve(out), grid).finish(cell -> 50.0);
    return table(read(finished, "table_a6"), "table_a6");
  }

  private static CorruptionRow row(String operation, double factor, int position, boolean helps) {
    return new CorruptionRow(operation, factor, position, 1, 0.5, 50, helps ? 51 : 50);
  }

  private static ReportFigure figure(ReportModel model, String id) {
    return model.figures().stream().filter(f -> f.id().equals(id)).findFirst().orElseThrow();
  }
}
