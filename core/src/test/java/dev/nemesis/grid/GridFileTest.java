package dev.nemesis.grid;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridFileTest {
  private static final String MINI =
      """
      name: mini
      axes:
        dataset: [mini-shapes, mini-colours]
        shots: [1, 16]
        seed: [1, 2, 3]
        loss: [none, pun, pan]
        omega: [0.1, 1, 10]
      """;

  @Test
  void axesAreMultipliedOutAndCellsThatComputeTheSameAreCountedOnce() {
    List<Cell> cells = parse(MINI).cells();

    assertThat(cells).hasSize(2 * 2 * 3 * (1 + 3 + 3)).doesNotHaveDuplicates();
    assertThat(cells.stream().filter(cell -> cell.lossLabel().equals("none"))).hasSize(2 * 2 * 3);
  }

  @Test
  void brokenImagesFailUnlessTheyAreSkippedWhichNoCellKnows() {
    GridFile grid = parse(MINI);
    GridFile skipping = parse(MINI, "data.broken_images=skip");

    assertThat(grid.brokenImages()).isEqualTo(BrokenImages.FAIL);
    assertThat(skipping.brokenImages()).isEqualTo(BrokenImages.SKIP);
    assertThat(skipping.cells()).isEqualTo(grid.cells());
    assertThat(parse(skipping.yaml()).brokenImages()).isEqualTo(BrokenImages.SKIP);
    assertThat(parse(skipping.yaml(), "data.broken_images=fail").brokenImages())
        .isEqualTo(BrokenImages.FAIL);
    assertThat(parse(skipping.yaml(), "data.broken_images=").brokenImages())
        .isEqualTo(BrokenImages.FAIL);
  }

  @Test
  void zeroShotIsOneCellPerDatasetWhateverTheOtherAxes() {
    List<Cell> cells = parse(MINI, "axes.method=[zeroshot, coop]").cells();

    assertThat(cells.stream().filter(cell -> cell.method().equals(Method.ZEROSHOT)))
        .containsExactlyInAnyOrder(zeroShot("mini-shapes"), zeroShot("mini-colours"));
  }

  @Test
  void whatIsNotSaidHasTheValueOfThePublishedCode() {
    Cell cell = parse("{name: g, settings: {dataset: dtd, loss: pan}}").cells().get(0);

    assertThat(cell)
        .isEqualTo(
            new Cell(
                "mini",
                "dtd",
                Method.COOP,
                PromptSpec.generic(16),
                new LossSpec(1, 0, Norm.L2, OmegaSchedule.LOGISTIC, 0.2, 1, 0.5, true, null),
                new OptimizerSpec(200, 32, 0.002, 0.9, 5e-4, 1, 1e-5),
                16,
                1,
                1,
                List.of(),
                ClassSubset.ALL));
  }

  @ParameterizedTest
  @CsvSource({"dtd,1,50", "dtd,2,100", "dtd,4,100", "dtd,8,200", "dtd,16,200", "imagenet,16,50"})
  void epochsFollowTheShotsAsInThePaper(String dataset, int shots, int epochs) {
    Cell cell = parse("name: g", "dataset=" + dataset, "shots=" + shots).cells().get(0);

    assertThat(cell.optimizer().epochs()).isEqualTo(epochs);
  }

  @ParameterizedTest
  @CsvSource({
    "dtd,1,LOGISTIC",
    "imagenet,10,LOGISTIC",
    "Food101,50,CONSTANT",
    "oxford_pets,50,CONSTANT"
  })
  void threeDatasetsHaveTheirOwnOmegaUnlessTheFileSaysOne(
      String dataset, double omega, OmegaSchedule schedule) {
    LossSpec loss = parse("name: g", "dataset=" + dataset, "loss=pun").cells().get(0).loss();
    LossSpec said =
        parse("name: g", "dataset=" + dataset, "loss=pun", "omega=0.1").cells().get(0).loss();

    assertThat(loss.omega()).isEqualTo(omega);
    assertThat(loss.schedule()).isEqualTo(schedule);
    assertThat(said.omega()).isEqualTo(0.1);
  }

  @Test
  void epochsMayBeAMapFromShots() {
    List<Cell> cells =
        parse("{name: g, axes: {shots: [1, 2]}, settings: {dataset: d, epochs: {1: 5, 2: 7}}}")
            .cells();

    assertThat(cells).extracting(cell -> cell.optimizer().epochs()).containsExactly(5, 7);
  }

  @Test
  void aMixHasItsBetaAndPunAndPanHaveTheirs() {
    List<Cell> cells =
        parse("{name: g, axes: {loss: [pun, pan, mix]}, settings: {dataset: d, beta: 0.3}}")
            .cells();

    assertThat(cells).extracting(cell -> cell.loss().beta()).containsExactly(1.0, 0.0, 0.3);
  }

  @Test
  void numbersMayBeWrittenWithAnExponent() {
    Cell cell =
        parse("{name: g, settings: {dataset: d, lr: 2e-3, weight_decay: 5e-4}}").cells().get(0);

    assertThat(cell.optimizer().lr()).isEqualTo(0.002);
    assertThat(cell.optimizer().weightDecay()).isEqualTo(0.0005);
  }

  @Test
  void overridesReplaceAxesAndSettingsAlike() {
    GridFile grid =
        parse(
            MINI, "shots=4", "seed=[7]", "axes.omega=2", "weights=s3a://b/tiny.st", "vocab=/v.gz");

    assertThat(grid.cells()).hasSize(2 * 3).allMatch(cell -> cell.shots() == 4 && cell.seed() == 7);
    assertThat(grid.cells().get(0).backbone()).isEqualTo("tiny");
    assertThat(grid.weights()).isEqualTo(Map.of("tiny", "s3a://b/tiny.st"));
    assertThat(grid.vocab()).isEqualTo("/v.gz");
  }

  @Test
  void theVocabularyIsLookedForBesideTheWeights() {
    assertThat(parse(MINI, "weights=hdfs://h/clip/RN50.pt").vocab())
        .isEqualTo("hdfs://h/clip/bpe_simple_vocab_16e6.txt.gz");
    assertThat(parse(MINI).vocab()).isEqualTo("mini");
  }

  @Test
  void localPathsBecomeAbsolute() {
    GridFile grid = parse(MINI, "data.root=photos");

    assertThat(grid.dataRoot()).isEqualTo(Path.of("photos").toAbsolutePath().toString());
  }

  @Test
  void theTextItKeepsReadsBackToTheSameGrid() {
    GridFile grid = parse(MINI, "seed=[4,5]", "data.root=photos");
    GridFile again = GridFile.parse("kept", grid.yaml(), List.of());

    assertThat(again).isEqualTo(grid);
  }

  @Test
  void theDigestIgnoresWhiteSpaceOrderAndSpellingOfNumbersButNoValue() {
    String digest = parse("{name: g, settings: {dataset: d, omega: 10, loss: pan}}").digest();

    assertThat(
            parse("# note\nsettings:\n  loss: pan\n  omega:   10.0\n  dataset: d\nname: g")
                .digest())
        .isEqualTo(digest);
    assertThat(parse("{name: g, settings: {dataset: d, omega: 11, loss: pan}}").digest())
        .isNotEqualTo(digest);
    assertThat(
            parse("{name: g, settings: {dataset: d, omega: 10, loss: pan, prompts: 1}}").digest())
        .as("a value that cells have of themselves")
        .isNotEqualTo(digest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: g, axes: {datset: [d]}}                                     | no key axes.datset; the nearest is dataset
          {name: g, axis: {dataset: [d]}}                                    | no key axis; the nearest is axes
          {name: g, data: {rot: d}, settings: {dataset: d}}                  | no key data.rot; the nearest is data.root
          {name: g, data: {broken_images: drop}, settings: {dataset: d}}     | data.broken_images: drop in grid file g.yaml; give one of fail, skip
          {name: g, data: {broken_images: [skip]}, settings: {dataset: d}}   | give one of fail, skip
          {name: g, settings: {dataset: d, lerning_rate: 1}}                 | no key settings.lerning_rate; the nearest is lr
          {name: g, settings: {dataset: d, n_ctx: 4}}                        | no key settings.n_ctx; the nearest is ctx_len
          {name: g, settings: {dataset: d, zzzzzz: 4}}                       | no key settings.zzzzzz; keys are backbone, dataset, classes
          {name: g, learning_rate: 4, settings: {dataset: d}}                | no key learning_rate; the nearest is settings.lr
          {name: g, zzzzzz: 4, settings: {dataset: d}}                       | no key zzzzzz; keys are name, weights
          {name: g, settings: {dataset: d, seed: 010}}                       | line 1: 010 has a leading 0
          {name: g, omega: 1, settings: {dataset: d}}                        | no key omega; the nearest is settings.omega
          {name: g, axes: {dataset: []}}                                     | use axes.dataset: [] in grid file g.yaml; give at least one value
          {name: g, axes: {dataset: d}}                                      | use axes.dataset: "d" in grid file g.yaml; give a list
          {name: g, settings: {dataset: d, omega: -1}}                       | use settings.omega: -1 in grid file g.yaml; give a number of at least 0
          {name: g, settings: {dataset: d, omega: much}}                     | use settings.omega: much in grid file g.yaml; give a number
          {name: g, settings: {dataset: d, omega: "1e400"}}                  | use settings.omega: 1e400 in grid file g.yaml; give a number
          {name: g, settings: {dataset: d, omega: .nan}}                     | .nan is a number, and not in decimal digits
          {name: g, settings: {dataset: d, tau: 1}}                          | use settings.tau: 1 in grid file g.yaml; give a number between 0 and 1
          {name: g, settings: {dataset: d, tau: 0}}                          | use settings.tau: 0 in
          {name: g, settings: {dataset: d, beta: 1.1}}                       | use settings.beta: 1.1 in grid file g.yaml; give a number from 0 to 1
          {name: g, settings: {dataset: d, positions: 17}}                   | use positions: 17 with ctx_len: 16
          {name: g, settings: {dataset: d, positions: 0}}                    | use settings.positions: 0 in grid file g.yaml; give a whole number from 1 to 2147483647
          {name: g, settings: {dataset: d}, axes: {shots: [1, 0]}}           | use axes.shots: 0 in grid file g.yaml; give a whole number from 1 to 2147483647
          {name: g, settings: {dataset: d, shots: 1.5}}                      | use settings.shots: 1.5 in
          {name: g, settings: {dataset: d, shots: 99999999999}}              | use settings.shots: 99999999999 in
          {name: g, settings: {dataset: d, epochs: 0}}                       | use settings.epochs: 0 in
          {name: g, settings: {dataset: d, epochs: {1: 5}, shots: 2}}        | use epochs in grid file g.yaml: it has no entry for 2 shots; add 2: to its map
          {name: g, settings: {dataset: d, batch_size: 0}}                   | use settings.batch_size: 0 in
          {name: g, settings: {dataset: d, lr: 0}}                           | use settings.lr: 0 in grid file g.yaml; give a number above 0
          {name: g, settings: {dataset: d, loss: pum}}                       | use settings.loss: pum in grid file g.yaml; give one of none, pun, pan, mix
          {name: g, settings: {dataset: d, selection: 1}}                    | give true or false
          {name: g, settings: {dataset: d, method: cooop}}                   | use settings.method: cooop in grid file g.yaml; give one of zeroshot, coop, plot, cocoop
          {name: g, settings: {dataset: d, class_token_position: mid}}       | give one of end, middle, front
          {name: g, settings: {dataset: d, class_specific: 1}}               | use settings.class_specific: 1 in grid file g.yaml; give true or false
          {name: g, settings: {dataset: d, prompts: 0}}                      | use settings.prompts: 0 in grid file g.yaml; give a whole number from 1 to 2147483647
          {name: g, settings: {dataset: d, pan_omega: 0}}                    | use settings.pan_omega: 0 in grid file g.yaml; give a number above 0
          {name: g, settings: {dataset: d, ctx_init: 4}}                     | use settings.ctx_init: 4 in grid file g.yaml; give words, or "" for a random start
          {name: g, settings: {dataset: d, ctx_init: }}                      | use settings.ctx_init: null in
          {name: g, settings: {dataset: d, ctx_init: a_dog, ctx_len: 16}}    | use ctx_len: 16 with ctx_init: "a dog" in grid file g.yaml; each word is one vector, give ctx_len: 2
          {name: g, settings: {dataset: d, ctx_init: a dog, positions: 3, loss: pan}} | use positions: 3 with ctx_len: 2
          {name: g, settings: {dataset: d, ctx_init: a dog, method: plot}}   | use ctx_init: "a dog" with method: plot in grid file g.yaml; prompts that start alike stay alike
          {name: g, settings: {dataset: d, ctx_init: a dog}, axes: {method: [coop, plot]}} | use ctx_init: "a dog" with method: plot
          {name: g, settings: {dataset: d, class_specific: true, method: plot}}   | use class_specific: true with method: plot in
          {name: g, settings: {dataset: d, class_specific: true, method: cocoop}} | use class_specific: true with method: cocoop in grid file g.yaml; its vectors are shared by all classes
          {name: g, settings: {dataset: d, class_specific: true, targets: [e]}}    | use targets with class_specific: true in grid file g.yaml; vectors of one class list's classes know no others
          {name: g, settings: {dataset: d, targets: d}}                      | give a list of datasets' names
          {name: g, settings: {dataset: d, dataset: e}}                      | line 1: the key dataset is in its map twice
          {name: g, settings: {dataset: d, seed: 1}, axes: {seed: [1]}}      | use seed both in axes and in settings
          {name: g, settings: {seed: 1}}                                     | without dataset
          {settings: {dataset: d}}                                           | without name; add it
          {name: g, settings: {dataset: d                                    | read grid file g.yaml, line
          {name: a/b, settings: {dataset: d}}                                | use name: a/b
          {name: g, settings: [1]}                                           | use settings: [1] in grid file g.yaml; give a map
          just text                                                          | not a map of keys
          """)
  void whatIsWrongIsToldInOneLine(String yaml, String message) {
    assertThatThrownBy(() -> parse(yaml))
        .isInstanceOfSatisfying(
            InputException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.GRID))
        .hasMessageStartingWith("Cannot ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n")
        .hasMessageContaining("grid file g.yaml");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          omgea=1          | there is no key omgea; the nearest is omega
          settings.omga=1  | there is no key settings.omga; the nearest is omega
          omega            | give key=value
          seed=[1          | give valid YAML
          seed=1,2,3       | give a whole number from 0 to 2147483647; a list is --set seed=[1,2,3]
          seed=12345678901 | give a whole number from 0 to 2147483647
          seed=[1,-2]      | -2 in it: give a whole number from 0 to 2147483647
          axes.shots=0     | give a whole number from 1 to 2147483647
          shots=[]         | give at least one value, each a whole number from 1
          seed=            | give a whole number from 0
          seed=007         | 007 has a leading 0
          'loss=pun, pan'  | give one of none, pun, pan, mix, or one that a jar of --jars brings; a list is --set loss=[pun, pan]
          lerning_rate=1   | there is no key lerning_rate; the nearest is lr
          data.rot=x       | there is no key data.rot; the nearest is data.root
          wieghts=x        | there is no key wieghts; the nearest is weights
          naem=x           | there is no key naem; the nearest is name
          zzzzzz=x         | there is no key zzzzzz; keys are backbone, dataset
          ctx_intt=a dog   | there is no key ctx_intt; the nearest is ctx_init
          """)
  void anOverrideThatIsWrongIsToldInOneLine(String set, String message) {
    assertThatThrownBy(() -> parse(MINI, set))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot use --set " + set)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          positions=17     | use positions: 17 with ctx_len: 16 in grid file g.yaml with --set positions=17;
          name=a/b         | use name: a/b in grid file g.yaml with --set name=a/b;
          only.seed=x      | use only.seed: x in grid file g.yaml with --set only.seed=x;
          bundle=none      | use bundle: none in grid file g.yaml with --set bundle=none;
          weights=[1]      | use weights: [1] in grid file g.yaml with --set weights=[1];
          """)
  void whatAnOverrideMakesWrongIsToldOfTheCommandLine(String set, String message) {
    assertThatThrownBy(() -> parse("{name: g, settings: {dataset: d}}", set))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot " + message);
  }

  @Test
  void anAliasIsTheValueOfItsAnchor() {
    GridFile grid =
        parse(
            """
            name: g
            presets:
              one: {ctx_init: &photo a photo of a}
              two: &two {ctx_init: *photo, loss: pun}
              three: {<<: *two, omega: 3}
            axes: {preset: [one, two, three]}
            settings: {dataset: d}
            """);

    assertThat(grid.cells())
        .extracting(cell -> cell.prompt().ctxInit())
        .containsOnly("a photo of a");
    assertThat(grid.cells()).extracting(cell -> cell.loss().omega()).containsExactly(0.0, 1.0, 3.0);
  }

  @Test
  void cellsAreCountedBeforeTheyAreMade() {
    String values = IntStream.range(0, 1000).mapToObj(String::valueOf).collect(joining(","));
    String axes =
        "{name: g, axes: {seed: [%s], omega: [%s], k: [%s], lr: [%s], tau: [%s], beta: [%s], epochs: [%s]}, settings: {dataset: d}}"
            .replace("%s", values.replaceFirst("^0,", ""))
            .replaceFirst("tau: [^]]*]", "views: [1]")
            .replaceFirst("beta: [^]]*]", "shots: [1]");

    assertThatThrownBy(() -> parse(axes))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "Cannot use axes of 995,009,990,004,999 cells in grid file g.yaml: 200,000 are the most");
  }

  @Test
  void aSyntaxErrorNamesItsLine() {
    assertThatThrownBy(() -> parse("name: g\naxes:\n  seed: [1, 2\n  shots: [1]\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("line 4");
  }

  @Test
  void aFileIsReadFromDiskAndAMissingOneIsNamed(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("g.yaml"), MINI);

    assertThat(GridFile.read(file.toString(), List.of()).name()).isEqualTo("mini");
    assertThatThrownBy(() -> GridFile.read(folder + "/none.yaml", List.of()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("none.yaml");
  }

  private static Cell zeroShot(String dataset) {
    return new Cell(
        "mini", dataset, Method.ZEROSHOT, null, null, null, 0, 0, 0, List.of(), ClassSubset.ALL);
  }

  private static GridFile parse(String yaml, String... sets) {
    return GridFile.parse("grid file g.yaml", yaml, List.of(sets));
  }
}
