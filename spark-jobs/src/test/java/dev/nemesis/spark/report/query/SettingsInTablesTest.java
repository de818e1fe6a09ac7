package dev.nemesis.spark.report.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nemesis.spark.report.model.Entry;
import dev.nemesis.spark.report.model.ReportFigure;
import dev.nemesis.spark.report.model.ReportModel;
import dev.nemesis.spark.report.model.ReportTable;
import dev.nemesis.spark.report.model.ReportTable.Line;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No entry is a mean over cells that differ in more than the seed, and no trained cell is lost. */
class SettingsInTablesTest extends WithSpark {
  private static final String SEEDS =
      "{name: g, settings: {dataset: dtd, shots: 1%s}, axes: {seed: [1, 2]%s}%s}";

  @Test
  void anAxisOfTheOptimizerGivesARowAValue() {
    String momentum = SEEDS.formatted("", ", momentum: [0, 0.9]", "");
    ReportModel model =
        read(
            FinishedGrid.of(folder, momentum)
                .finish(cell -> cell.optimizer().momentum() == 0 ? 79.0 : 81.0 + cell.seed()),
            "table_a5");
    ReportTable table = table(model, "table_a5");

    assertThat(rows(table)).containsExactly("CoOp", "CoOp (momentum = 0)");
    assertThat(entry(table, "DTD", "CoOp", "1").mean()).isEqualTo(82.5);
    Entry without = entry(table, "DTD", "CoOp (momentum = 0)", "1");
    assertThat(without.mean()).isEqualTo(79);
    assertThat(without.seeds()).isEqualTo(2);
  }

  @Test
  void aLossIsComparedWithTheSameTrainingWithoutIt() {
    String both = SEEDS.formatted("", ", momentum: [0, 0.9], loss: [none, pun]", "");
    ReportTable table =
        table(
            read(
                FinishedGrid.of(folder, both)
                    .finish(
                        cell ->
                            (cell.optimizer().momentum() == 0 ? 60.0 : 80.0)
                                + (cell.lossLabel().equals("none")
                                    ? 0
                                    : cell.optimizer().momentum())
                                + cell.seed()),
                "paired"),
            "paired");

    assertThat(entry(table, "CoOp + PUN (ω = 1)", "DTD", "1").mean()).isCloseTo(0.9, within(1e-9));
    assertThat(entry(table, "CoOp + PUN (ω = 1, momentum = 0)", "DTD", "1").mean())
        .isCloseTo(0, within(1e-9));
  }

  @Test
  void seedsOfOtherRatesAreNotAveraged() {
    String rule = SEEDS.formatted("", "", ", rules: [{when: {seed: 2}, set: {lr: 0.02}}]");
    ReportTable table =
        table(
            read(FinishedGrid.of(folder, rule).finish(cell -> 33.0 + cell.seed()), "table_a5"),
            "table_a5");

    assertThat(rows(table)).containsExactly("CoOp", "CoOp (lr = 0.02)");
    Entry first = entry(table, "DTD", "CoOp", "1");
    assertThat(first.mean()).isEqualTo(34);
    assertThat(first.std()).isNull();
    assertThat(first.seeds()).isEqualTo(1);
  }

  @Test
  void tablesShowTheGridAsItNowIsAndSayWhatIsLeftOfEarlierOnes() {
    FinishedGrid grid =
        FinishedGrid.of(folder, SEEDS.formatted(", lr: 0.01, epochs: 3", "", ""))
            .finish(cell -> 84.17)
            .changedTo(SEEDS.formatted(", epochs: 3", "", ""))
            .finish(cell -> 77.5)
            .changedTo(SEEDS.formatted(", epochs: 2", "", ""))
            .finish(cell -> 68.0 + cell.seed() / 6.0);
    grid.register(spark);

    ReportModel summary = FewShotSummary.read(spark, "g");

    ReportTable table = summary.tables().get(0);
    assertThat(rows(table)).containsExactly("CoOp");
    assertThat(entry(table, "DTD", "CoOp", "1").mean()).isCloseTo(68.25, within(1e-9));
    assertThat(table.notes()).contains("Trained unlike the paper: 2 epochs.");
    assertThat(summary.notes())
        .anyMatch(note -> note.startsWith("4 cells of earlier versions of the grid are not shown"));
    assertThat(
            spark
                .sql("SELECT DISTINCT label FROM results WHERE NOT in_grid ORDER BY label")
                .collectAsList())
        .as("each of them is told apart from those there are")
        .extracting(row -> row.getString(0))
        .containsExactly("CoOp", "CoOp (lr = 0.01)");
  }

  @Test
  void aGridOfAnotherPromptThanThePapersHasTableFigureAndTest() {
    String words =
        SEEDS
            .formatted(", ctx_init: a photo of a", ", loss: [none, pun]", "")
            .replace("[1, 2]", "[1, 2, 3]");
    String zeroShot = "{name: z, settings: {dataset: dtd, method: zeroshot}}";
    ReportModel model =
        read(
            FinishedGrid.of(folder, words, zeroShot)
                .finish(cell -> 60.0 + cell.seed() * (cell.lossLabel().equals("pun") ? 2 : 1)),
            "table_a5",
            "figure_2",
            "paired");

    assertThat(rows(table(model, "table_a5")))
        .containsExactly(
            "Zero-shot CLIP",
            "CoOp (L = 4, from \"a photo of a\")",
            "CoOp + PUN (ω = 1, L = 4, from \"a photo of a\")");
    ReportFigure figure = model.figures().get(0);
    assertThat(figure.panels().get(0).curves())
        .extracting(ReportFigure.Curve::label)
        .containsExactlyElementsOf(rows(table(model, "table_a5")));
    Entry gain =
        entry(
            table(model, "paired"), "CoOp + PUN (ω = 1, L = 4, from \"a photo of a\")", "DTD", "1");
    assertThat(gain.mean()).isEqualTo(2);
    assertThat(gain.seeds()).isEqualTo(3);
  }

  @Test
  void thePapersNumbersStandBesideThePapersSettingsAlone() {
    String grid =
        "{name: g, weights: {rn50: RN50.pt}, vocab: v, settings: {dataset: dtd, shots: 1, backbone: rn50%s},"
            + " axes: {seed: [1, 2]}}";

    assertThat(paper(grid.formatted(""))).isEqualTo(44.16);
    assertThat(paper(grid.formatted(", lr: 0.01"))).isNull();
    assertThat(paper(grid.formatted(", epochs: 3"))).isNull();
    assertThat(paper(grid.formatted(", views: 0"))).isNull();
  }

  private Double paper(String yaml) {
    FinishedGrid grid =
        FinishedGrid.of(folder.resolve("" + yaml.hashCode()), yaml).finish(cell -> 50.0);
    return entry(table(read(grid, "table_a5"), "table_a5"), "DTD", "CoOp", "1").paper();
  }

  private static List<String> rows(ReportTable table) {
    return table.blocks().get(0).lines().stream().map(Line::label).toList();
  }
}
