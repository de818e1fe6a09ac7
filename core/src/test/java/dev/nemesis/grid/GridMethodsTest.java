package dev.nemesis.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a grid file makes of methods and prompt variants. */
class GridMethodsTest {
  private static final String GRID = "{name: g, settings: {dataset: dtd, loss: pan}}";
  private static final PromptSpec COCOOPS = fromWords("a photo of a", 4);

  @ParameterizedTest
  @CsvSource({"dtd,1", "dtd,16", "imagenet,16"})
  void cocoopTakesTenEpochsOfSingleImagesFromAPhotoOfA(String dataset, int shots) {
    Cell cell = cell("method=cocoop", "dataset=" + dataset, "shots=" + shots);

    assertThat(cell.method()).isEqualTo(Method.COCOOP);
    assertThat(cell.prompt()).isEqualTo(COCOOPS);
    assertThat(cell.optimizer()).isEqualTo(new OptimizerSpec(10, 1, 0.002, 0.9, 5e-4, 1, 1e-5));
    assertThat(cell.loss()).isEqualTo(cell("dataset=" + dataset).loss());
  }

  @Test
  void whatIsSaidGoesBeforeCocoopsDefaults() {
    Cell cell = cell("method=cocoop", "epochs=3", "batch_size=2", "ctx_init=one two");

    assertThat(cell.optimizer().epochs()).isEqualTo(3);
    assertThat(cell.optimizer().batchSize()).isEqualTo(2);
    assertThat(cell.prompt()).isEqualTo(fromWords("one two", 2));
    assertThat(cell("method=cocoop", "ctx_len=4").prompt())
        .as("a length without words is a random start")
        .isEqualTo(PromptSpec.generic(4));
    assertThat(cell("method=cocoop", "ctx_init=\"\"").prompt()).isEqualTo(PromptSpec.generic(4));
  }

  @Test
  void plotIsCoopWithFourPrompts() {
    Cell plot = cell("method=plot");
    Cell coop = cell();

    assertThat(plot.prompt()).isEqualTo(new PromptSpec(16, ClassTokenPosition.END, false, 4, null));
    assertThat(plot.optimizer()).isEqualTo(coop.optimizer());
    assertThat(plot.loss()).isEqualTo(coop.loss());
    assertThat(cell("method=plot", "prompts=2").prompt().prompts()).isEqualTo(2);
  }

  @Test
  void everyPartOfAPromptCanBeSaid() {
    assertThat(
            cell("class_token_position=middle", "class_specific=true", "ctx_init=a photo of a")
                .prompt())
        .isEqualTo(new PromptSpec(4, ClassTokenPosition.MIDDLE, true, 1, "a photo of a"));
    assertThat(cell("class_token_position=front", "class_specific=false", "ctx_len=4").prompt())
        .isEqualTo(new PromptSpec(4, ClassTokenPosition.FRONT, false, 1, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a_photo_of_a", "  a photo\tof  a ", "A Photo of a_", "a\u00a0photo of a"})
  void equalStartsAreEqualCellsHoweverTheirWordsAreWritten(String words) {
    assertThat(cell("ctx_init=\"" + words.replace("\t", "\\t") + "\""))
        .isEqualTo(cell("ctx_init=a photo of a", "ctx_len=4"));
  }

  @Test
  void methodsAreAnAxisOfWhichEachTakesWhatItKnows() {
    List<Cell> cells =
        cells("method=[zeroshot, coop, plot, cocoop]", "prompts=[2, 3]", "seed=[1, 2]");

    assertThat(cells)
        .extracting(
            cell -> cell.method() + " " + (cell.prompt() == null ? 0 : cell.prompt().prompts()))
        .as("prompts tell PLOT's cells apart, and nobody else's")
        .containsExactlyInAnyOrder(
            "zeroshot 0",
            "coop 1",
            "coop 1",
            "plot 2",
            "plot 2",
            "plot 3",
            "plot 3",
            "cocoop 1",
            "cocoop 1");
  }

  @Test
  void wordsToStartFromCountForAllMethodsThatTakeThem() {
    assertThat(cells("method=[zeroshot, coop, cocoop]", "ctx_init=[\"\", two words]"))
        .extracting(Cell::prompt)
        .containsExactlyInAnyOrder(
            null,
            PromptSpec.generic(16),
            fromWords("two words", 2),
            PromptSpec.generic(4),
            fromWords("two words", 2));
  }

  @Test
  void panOmegaIsPansOwnWeightAndTellsNoOtherLossesApart() {
    List<Cell> cells = cells("loss=[none, pun, pan, mix]", "omega=[0.1, 50]", "pan_omega=[50, 10]");

    assertThat(cells)
        .extracting(
            cell -> cell.loss().label() + " " + cell.loss().omega() + " " + cell.loss().panOmega())
        .containsExactlyInAnyOrder(
            "none 0.0 null",
            "pun 0.1 null",
            "pun 50.0 null",
            "pan 50.0 null",
            "pan 10.0 null",
            "mix 0.1 50.0",
            "mix 0.1 10.0",
            "mix 50.0 null",
            "mix 50.0 10.0");
    assertThat(cell("pan_omega=50")).isEqualTo(cell("omega=50"));
  }

  @Test
  void promptVariantsReadBackFromTheTextTheGridKeeps() {
    GridFile grid =
        GridFile.parse(
            "g", GRID, List.of("method=[coop,cocoop]", "ctx_init=[\"\",a_photo]", "pan_omega=50"));

    assertThat(GridFile.parse("kept", grid.yaml(), List.of())).isEqualTo(grid);
  }

  private static PromptSpec fromWords(String words, int length) {
    return new PromptSpec(length, ClassTokenPosition.END, false, 1, words);
  }

  private static Cell cell(String... sets) {
    List<Cell> cells = cells(sets);
    assertThat(cells).hasSize(1);
    return cells.get(0);
  }

  private static List<Cell> cells(String... sets) {
    return GridFile.parse("g", GRID, List.of(sets)).cells();
  }
}
