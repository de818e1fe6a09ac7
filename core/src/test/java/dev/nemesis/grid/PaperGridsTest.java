package dev.nemesis.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.nemesis.data.catalogue.Catalogue;
import dev.nemesis.testing.ReadsShared;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grids of the paper's tables and figures have the cells that these tables have rows of. */
class PaperGridsTest {
  private static final Catalogue CATALOGUE = Catalogue.standard(new Configuration(false));

  static List<String> named() {
    return GridFiles.all().stream().filter(PaperGridsTest::isOfATable).toList();
  }

  /** Files without a name are there to be included. */
  private static boolean isOfATable(String file) {
    return file.contains("/") && GridFiles.text(file).lines().anyMatch(l -> l.startsWith("name:"));
  }

  @ParameterizedTest
  @MethodSource("named")
  void everyGridIsCalledAsItsFileAndHasNoCellTwice(String file) {
    String expected = file.replaceAll("[/_]", "-").replace(".yaml", "");
    GridFile grid = GridFiles.read(file);

    assertThat(grid.name()).isEqualTo(expected.equals("paper-all") ? "paper" : expected);
    assertThat(grid.cells()).isNotEmpty().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"paper", "mini"})
  void theGridOfAllHasEveryOtherOfItsFolderAndTheirCellsAndNoMore(String folder) {
    GridFile all = GridFiles.read(folder + "/all.yaml");
    Set<String> names = new LinkedHashSet<>();
    Set<Cell> cells = new LinkedHashSet<>();
    for (String file : named()) {
      if (file.startsWith(folder + "/") && !file.endsWith("/all.yaml")) {
        GridFile grid = GridFiles.read(file);
        names.add(grid.name());
        cells.addAll(grid.cells());
      }
    }

    assertThat(all.parts()).extracting(GridPart::name).containsExactlyInAnyOrderElementsOf(names);
    assertThat(all.cells()).hasSameSizeAs(cells).containsAll(cells);
  }

  @Test
  void fewShotLearningIsOfElevenDatasetsFiveNumbersOfShotsFiveSeedsAndSevenLosses() {
    List<Cell> cells = GridFiles.read("paper/figure_2.yaml").cells();

    assertThat(cells).hasSize(11 * 5 * 5 * 7 + 11).allMatch(cell -> cell.backbone().equals("rn50"));
    assertThat(cells).filteredOn(cell -> cell.method().equals(Method.ZEROSHOT)).hasSize(11);
  }

  @Test
  void foodAndPetsHaveOmegasOfTheirOwnThatDoNotChangeOverTheEpochs() {
    Map<String, Set<Double>> omegas = new HashMap<>();
    Map<String, Set<OmegaSchedule>> schedules = new HashMap<>();
    for (Cell cell : GridFiles.read("paper/figure_2.yaml").cells()) {
      if (cell.loss() != null && cell.loss().omega() > 0) {
        omegas.computeIfAbsent(cell.dataset(), d -> new LinkedHashSet<>()).add(cell.loss().omega());
        schedules
            .computeIfAbsent(cell.dataset(), d -> new LinkedHashSet<>())
            .add(cell.loss().schedule());
      }
    }

    assertThat(omegas).hasSize(11);
    omegas.forEach(
        (dataset, own) -> {
          boolean special = Set.of("food101", "oxford_pets").contains(dataset);
          assertThat(own).as(dataset).containsExactly(0.1, 1.0, special ? 50.0 : 10.0);
          assertThat(schedules.get(dataset))
              .as(dataset)
              .containsExactly(special ? OmegaSchedule.CONSTANT : OmegaSchedule.LOGISTIC);
        });
  }

  @Test
  void mixesHaveTheOmegaOfThePublishedCode() {
    assertThat(GridFiles.read("paper/table_4.yaml").cells())
        .allMatch(cell -> Setting.OMEGA.paper(PaperCase.of(cell)).equals(cell.loss().omega()));
  }

  @Test
  void imageNetIsTrainedFor50EpochsWhereverItIsNotTimedAndNotCoCoOps() {
    assertThat(GridFiles.read("paper/all.yaml").parts())
        .filteredOn(part -> !part.name().equals("paper-table-a8-a9"))
        .flatExtracting(GridPart::cells)
        .filteredOn(cell -> cell.dataset().equals("imagenet"))
        .filteredOn(cell -> cell.method().equals(Method.COOP))
        .hasSizeGreaterThan(5 * 5 * 7)
        .allMatch(cell -> cell.optimizer().epochs() == 50);
  }

  @Test
  void domainGeneralisationNeedsNoCellThatFewShotLearningHasNot() {
    assertThat(GridFiles.read("paper/figure_2.yaml").cells())
        .containsAll(GridFiles.read("paper/table_1.yaml").cells());
  }

  @Test
  void baseToNewIsCoCoOpAndZeroShotOnVitB16AndTestedOnNothingElse() {
    assertThat(GridFiles.read("paper/table_a4.yaml").cells())
        .hasSize(11 * 5 * 7 + 11)
        .allMatch(cell -> cell.backbone().equals("vit_b16") && cell.targets().isEmpty())
        .allMatch(cell -> cell.classes() == ClassSubset.BASE)
        .allMatch(
            cell -> cell.method().equals(Method.ZEROSHOT) || cell.method().equals(Method.COCOOP));
  }

  @ParameterizedTest
  @ValueSource(strings = {"paper", "mini"})
  void figures1AndA1AreSweptAndTimingsAreOfCellsAlone(String folder) {
    List<GridPart> parts = GridFiles.read(folder + "/all.yaml").parts();

    assertThat(parts)
        .filteredOn(part -> part.corrupt() != null)
        .extracting(GridPart::name, GridPart::corrupt)
        .containsExactly(
            tuple(folder + "-figure-1", "variance"), tuple(folder + "-figure-a1", "variance"));
    assertThat(parts)
        .filteredOn(part -> part.bundle() != null)
        .singleElement()
        .matches(part -> part.name().equals(folder + "-table-a8-a9") && part.bundle() == 1);
  }

  @ReadsShared
  @ParameterizedTest
  @CsvSource({
    "table_a5_few_shot,             figure_2, 5",
    "table_1_domain_generalization, table_1,  5",
    "table_2_plot,                  table_2,  5",
    "table_3_positions,             table_3,  5",
    "table_4_beta,                  table_4,  55",
    "table_a6_tau,                  table_a6, 25",
    "table_a7_norm,                 table_a7, 25",
  })
  void everyRowOfATableHasItsCells(String table, String grid, int each) throws IOException {
    List<String> lines = Files.readAllLines(Shared.path("paper/" + table + ".csv"));
    List<String> columns = List.of(lines.get(0).split(",", -1));
    List<Cell> cells = GridFiles.read("paper/" + grid + ".yaml").cells();
    for (String line : lines.subList(1, lines.size())) {
      List<String> values = List.of(line.split(",", -1));
      if (values.contains("Average")) {
        continue;
      }
      List<Cell> own = new ArrayList<>(cells);
      for (int i = 0; i < columns.size(); i++) {
        String column = columns.get(i);
        String value = values.get(i);
        own.removeIf(cell -> !has(cell, column, value));
      }
      assertThat(own).as(table + ": " + line).hasSize(each);
    }
  }

  private static boolean has(Cell cell, String column, String value) {
    if (cell.loss() == null) {
      return false;
    }
    return switch (column) {
      case "dataset" -> CATALOGUE.title(cell.dataset()).equals(value);
      case "method" -> cell.method().name().equals(value);
      case "loss" -> cell.lossLabel().equals(value);
      case "omega" -> cell.loss().omega() == Double.parseDouble(value);
      case "beta" -> cell.loss().beta() == Double.parseDouble(value);
      case "tau" -> cell.loss().tau() == Double.parseDouble(value);
      case "norm" -> CellId.word(cell.loss().norm()).equals(value);
      case "positions" -> cell.loss().positions() == Integer.parseInt(value);
      case "selection" -> cell.loss().selection() == Boolean.parseBoolean(value);
      case "shots" -> cell.shots() == Integer.parseInt(value);
      case "target" -> testedOn(cell).contains(value);
      case "accuracy" -> true;
      default -> throw new IllegalArgumentException(column);
    };
  }

  private static Set<String> testedOn(Cell cell) {
    return cell.evaluatedOn().stream()
        .map(on -> CATALOGUE.title(on.dataset()))
        .collect(Collectors.toSet());
  }
}
