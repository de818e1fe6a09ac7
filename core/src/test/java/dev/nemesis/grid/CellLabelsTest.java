package dev.nemesis.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A label tells all that its table has no place for. */
class CellLabelsTest {
  /** Values to draw grids from, the default among them. */
  private static final Map<Setting, List<String>> VALUES =
      Map.ofEntries(
          Map.entry(Setting.METHOD, List.of("zeroshot", "coop", "plot", "cocoop")),
          Map.entry(Setting.LOSS, List.of("none", "pun", "pan", "mix")),
          Map.entry(Setting.DATASET, List.of("d", "imagenet", "food101")),
          Map.entry(Setting.SHOTS, List.of("1", "16")),
          Map.entry(Setting.CLASSES, List.of("all", "base")),
          Map.entry(Setting.OMEGA, List.of("1", "10", "50")),
          Map.entry(Setting.PAN_OMEGA, List.of("1", "50")),
          Map.entry(Setting.BETA, List.of("0.3", "0.5")),
          Map.entry(Setting.NORM, List.of("l2", "l1")),
          Map.entry(Setting.POSITIONS, List.of("1", "4")),
          Map.entry(Setting.SELECTION, List.of("true", "false")),
          Map.entry(Setting.TAU, List.of("0.5", "0.1")),
          Map.entry(Setting.OMEGA_SCHEDULE, List.of("logistic", "constant")),
          Map.entry(Setting.K, List.of("0.2", "0.7")),
          Map.entry(Setting.PROMPTS, List.of("4", "2")),
          Map.entry(Setting.CTX_LEN, List.of("16", "4")),
          Map.entry(Setting.CLASS_TOKEN_POSITION, List.of("end", "front", "middle")),
          Map.entry(Setting.VIEWS, List.of("1", "0")),
          Map.entry(Setting.BATCH_SIZE, List.of("32", "8")),
          Map.entry(Setting.EPOCHS, List.of("50", "20", "{1: 3, 16: 5}")),
          Map.entry(Setting.LR, List.of("0.002", "0.01")),
          Map.entry(Setting.MOMENTUM, List.of("0.9", "0")),
          Map.entry(Setting.WEIGHT_DECAY, List.of("0.0005", "0")),
          Map.entry(Setting.WARMUP_EPOCHS, List.of("1", "0")),
          Map.entry(Setting.WARMUP_LR, List.of("1e-5", "1e-4")));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noTwoCellsOfOnePlaceAndSeedHaveOneLabel(long seed) {
    Random random = new Random(seed);
    StringBuilder axes = new StringBuilder("method: [coop, plot, cocoop, zeroshot]");
    for (Map.Entry<Setting, List<String>> one : VALUES.entrySet()) {
      if (one.getKey() != Setting.METHOD && random.nextInt(3) == 0) {
        axes.append(", %s: [%s]".formatted(one.getKey().key(), String.join(", ", one.getValue())));
      }
    }
    String dataset = axes.indexOf("dataset:") < 0 ? "settings: {dataset: d}, " : "";
    List<Cell> cells = cells("{name: g, %saxes: {%s, seed: [1, 2]}}".formatted(dataset, axes));
    CellLabels labels = new CellLabels(cells);
    Map<List<Object>, Cell> named = new HashMap<>();

    for (Cell cell : cells) {
      List<Object> name =
          List.of(
              cell.backbone(),
              cell.dataset(),
              cell.classes(),
              cell.shots(),
              cell.seed(),
              labels.of(cell).text());
      assertThat(named.put(name, cell)).as("%s, beside %s", name, cell).isNull();
    }
    assertThat(cells).hasSizeGreaterThan(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loss: none                                    | CoOp",
        "method: zeroshot                              | Zero-shot CLIP",
        "loss: pan, omega: 0.1                         | CoOp + PAN (ω = 0.1)",
        "loss: mix, positions: 4, tau: 0.1, norm: l1   | CoOp + PUN + PAN (β = 0.5, ω = 1, l1, N = 4, τ = 0.1)",
        "loss: pan, selection: false, k: 0.7           | CoOp + PAN (ω = 1, no selection, k = 0.7)",
        "loss: pun, omega_schedule: constant           | CoOp + PUN (ω = 1, constant ω)",
        "method: plot, prompts: 2                      | PLOT (2 prompts)",
        "method: plot, transport: uniform              | PLOT (transport = uniform)",
        "ctx_init: a photo of a                        | CoOp (L = 4, from \"a photo of a\")",
        "method: cocoop                                | CoCoOp",
        "method: cocoop, ctx_len: 4                    | CoCoOp (random start)",
        "class_token_position: front                   | CoOp (class name at the front)",
        "class_specific: true                          | CoOp (class-specific)",
        "lr: 0.1, epochs: 3, targets: [e]              | CoOp",
      })
  void aCellByItselfIsCalledByItsLossAndPrompt(String settings, String label) {
    assertThat(labels("{name: g, settings: {dataset: d, %s}}".formatted(settings)))
        .containsExactly(label);
  }

  @Test
  void aSettingOfTheTrainingIsToldWhereCellsOfAMethodDifferInIt() {
    assertThat(labels("{name: g, settings: {dataset: d}, axes: {momentum: [0, 0.9]}}"))
        .containsExactly("CoOp (momentum = 0)", "CoOp");
    assertThat(
            labels(
                "{name: g, settings: {dataset: d}, axes: {seed: [1, 2]},"
                    + " rules: [{when: {seed: 2}, set: {lr: 0.01}}]}"))
        .containsExactly("CoOp", "CoOp (lr = 0.01)");
    assertThat(
            labels(
                "{name: g, settings: {dataset: d}, axes: {shots: [1, 16]},"
                    + " rules: [{when: {shots: 1}, set: {lr: 0.01}}]}"))
        .as("no table has both in a column")
        .containsExactly("CoOp", "CoOp");
  }

  @Test
  void epochsAreToldOfWhatIsTrainedLessThanOthersOfItsPlace() {
    assertThat(labels("{name: g, settings: {dataset: d}, axes: {epochs: [1, 20]}}"))
        .containsExactly("CoOp (1 epoch)", "CoOp");
    assertThat(
            labels(
                "{name: g, settings: {dataset: d, epochs: {1: 5, 16: 20}}, axes: {shots: [1, 16]}}"))
        .containsExactly("CoOp", "CoOp");
  }

  @Test
  void targetsAreToldWhereNothingElseTellsTwoCellsApart() {
    String alone = "{name: a, settings: {dataset: d}}";
    String tested = "{name: b, settings: {dataset: d, targets: [e, f]}}";

    assertThat(labels(alone, tested)).containsExactly("CoOp", "CoOp (tested on e, f)");
    assertThat(labels(alone, tested.replace("}}", ", loss: pun}}")))
        .containsExactly("CoOp", "CoOp + PUN (ω = 1)");
  }

  @Test
  void backbonesAreToldWhereAGridHasSeveral() {
    assertThat(
            labels(
                "{name: g, weights: {a: a.pt, b: b.pt}, settings: {dataset: d},"
                    + " axes: {backbone: [a, b]}}"))
        .containsExactly("CoOp (a)", "CoOp (b)");
  }

  @Test
  void theLabelWithoutItsLossIsThatOfTheBaseline() {
    List<Cell> cells =
        cells(
            "{name: g, settings: {dataset: d, ctx_len: 4}, axes: {momentum: [0.5, 0.9],"
                + " loss: [none, pan]}}");
    CellLabels labels = new CellLabels(cells);

    assertThat(cells)
        .extracting(cell -> labels.of(cell).withoutLoss())
        .containsExactly(
            "CoOp (L = 4, momentum = 0.5)", "CoOp (L = 4, momentum = 0.5)",
            "CoOp (L = 4)", "CoOp (L = 4)");
    assertThat(labels.of(cells.get(1)).withoutOmega())
        .isEqualTo("CoOp + PAN (L = 4, momentum = 0.5)");
  }

  @Test
  void whatIsUnlikeThePaperIsToldOneWayOrTheOther() {
    Cell cell =
        cells("{name: g, settings: {dataset: d, epochs: 5, loss: pun, omega: 7, norm: l1}}").get(0);
    CellLabel label = new CellLabels(List.of(cell)).of(cell);

    assertThat(label.text()).isEqualTo("CoOp + PUN (ω = 7, l1)");
    assertThat(label.unlikePaper()).containsExactly("5 epochs");
    assertThat(label.deviations()).containsExactly("norm", "epochs");
  }

  @Test
  void theMainExperimentIsThePapersOrWhereThereIsNoneTheGrids() {
    List<Cell> both = cells("{name: g, settings: {dataset: d}, axes: {ctx_len: [16, 4]}}");
    List<Cell> other = cells("{name: g, settings: {dataset: d}, axes: {ctx_len: [8, 4]}}");

    assertThat(both)
        .extracting(cell -> new CellLabels(both).of(cell).isMain())
        .containsExactly(true, false);
    assertThat(other)
        .extracting(cell -> new CellLabels(other).of(cell).isMain())
        .containsOnly(true);
  }

  @Test
  void labelsAreSortedByMethodLossBetaAndOmegaThenTheUsualFirst() {
    List<Cell> cells =
        cells(
            "{name: g, settings: {dataset: d}, axes: {method: [plot, coop, zeroshot],"
                + " loss: [pan, none, pun], omega: [10, 0.1], tau: [0.1, 0.5]}}");
    CellLabels labels = new CellLabels(cells);

    assertThat(
            cells.stream()
                .map(labels::of)
                .filter(label -> !label.text().startsWith("PLOT"))
                .sorted(Comparator.comparing(CellLabel::sortKey))
                .map(CellLabel::text))
        .containsExactly(
            "Zero-shot CLIP",
            "CoOp",
            "CoOp + PUN (ω = 0.1)",
            "CoOp + PUN (ω = 10)",
            "CoOp + PAN (ω = 0.1)",
            "CoOp + PAN (ω = 0.1, τ = 0.1)",
            "CoOp + PAN (ω = 10)",
            "CoOp + PAN (ω = 10, τ = 0.1)");
  }

  private static List<String> labels(String... yaml) {
    List<Cell> cells = cells(yaml);
    CellLabels labels = new CellLabels(cells);
    return cells.stream().map(cell -> labels.of(cell).text()).toList();
  }

  private static List<Cell> cells(String... yaml) {
    return Arrays.stream(yaml)
        .flatMap(text -> GridFile.parse("g", text, List.of()).cells().stream())
        .toList();
  }
}
