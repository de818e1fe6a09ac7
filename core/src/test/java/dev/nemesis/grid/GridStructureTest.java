package dev.nemesis.grid;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.groups.Tuple.tuple;

import dev.nemesis.error.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Grid files that include others, are made of others, and have presets and rules. */
class GridStructureTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeSharedFiles() throws IOException {
    write(
        "common.yaml",
        """
        weights: {rn50: , vit: /w/ViT-B-16.pt}
        settings: {views: 0, epochs: 5, backbone: rn50}
        presets:
          coop: {loss: none}
          pun: {loss: pun}
        rules:
          - when: {dataset: [food101, oxford_pets], shots: 1}
            set: {omega: 30}
        """);
    write(
        "few.yaml",
        """
        name: few
        include: common.yaml
        axes:
          dataset: [dtd, food101]
          shots: [1, 2]
          preset: [coop, pun]
        settings: {seed: 3, epochs: 7}
        """);
    write(
        "other.yaml",
        """
        name: other
        include: common.yaml
        axes: {epochs: [5, 7], preset: [coop]}
        settings: {dataset: dtd, shots: 2, seed: 3, targets: [sun397]}
        """);
    write("both.yaml", "{name: both, grids: [few.yaml, other.yaml]}");
  }

  @Test
  void whatAFileIncludesCountsWhereItSaysNothingItself() throws IOException {
    List<Cell> cells = read("few.yaml").cells();

    assertThat(cells).hasSize(8).allMatch(cell -> cell.views() == 0);
    assertThat(cells).allMatch(cell -> cell.optimizer().epochs() == 7);
  }

  @Test
  void anAxisTakesThePlaceOfAnIncludedSetting() throws IOException {
    assertThat(read("other.yaml").cells())
        .extracting(cell -> cell.optimizer().epochs())
        .containsExactly(5, 7);
  }

  @Test
  void rulesChangeTheCellsTheyAreAboutAndNoOthers() throws IOException {
    assertThat(read("few.yaml").cells())
        .filteredOn(cell -> cell.loss().omega() == 30)
        .singleElement()
        .matches(cell -> cell.dataset().equals("food101") && cell.shots() == 1);
  }

  @Test
  void aRuleCanDropCells() throws IOException {
    write(
        "drop.yaml",
        """
        name: drop
        include: few.yaml
        rules:
          - when: {dataset: dtd, shots: [2]}
            drop: true
        """);

    assertThat(read("drop.yaml").cells())
        .hasSize(6)
        .noneMatch(cell -> cell.dataset().equals("dtd") && cell.shots() == 2);
  }

  @Test
  void theCommandLineGoesBeforeRulesPresetsAndEveryGridOfAGrid() throws IOException {
    assertThat(read("few.yaml", "omega=3").cells())
        .filteredOn(cell -> !cell.lossLabel().equals("none"))
        .isNotEmpty()
        .allMatch(cell -> cell.loss().omega() == 3);
    assertThat(read("few.yaml", "loss=pan").cells())
        .hasSize(4)
        .allMatch(cell -> cell.lossLabel().equals("pan"));
    assertThat(read("both.yaml", "epochs=2").cells())
        .allMatch(cell -> cell.optimizer().epochs() == 2);
  }

  @Test
  void aGridOfGridsHasTheCellsOfAllAndThoseTheyShareOnce() throws IOException {
    GridFile both = read("both.yaml");

    assertThat(both.parts()).extracting(GridPart::name).containsExactly("few", "other");
    assertThat(both.parts()).extracting(part -> part.cells().size()).containsExactly(8, 2);
    assertThat(both.cells()).hasSize(9).doesNotHaveDuplicates();
  }

  @Test
  void aCellThatIsTestedOnMoreInOneGridThanInAnotherIsOneCellTestedOnAll() throws IOException {
    assertThat(read("both.yaml").cells())
        .filteredOn(
            cell -> cell.dataset().equals("dtd") && cell.lossLabel().equals("none") && shots2(cell))
        .extracting(cell -> cell.optimizer().epochs(), Cell::targets)
        .containsExactlyInAnyOrder(tuple(7, List.of("sun397")), tuple(5, List.of("sun397")));
  }

  private static boolean shots2(Cell cell) {
    return cell.shots() == 2;
  }

  @Test
  void onlyKeepsTheCellsThatAreAskedFor() throws IOException {
    assertThat(read("both.yaml", "only.dataset=food101", "only.shots=[1]").cells())
        .hasSize(2)
        .allMatch(cell -> cell.dataset().equals("food101") && cell.shots() == 1);
  }

  @Test
  void theTextItKeepsNeedsNoOtherFile() throws IOException {
    GridFile both = read("both.yaml", "epochs=2", "data.root=photos");

    assertThat(GridFile.parse("kept", both.yaml(), List.of())).isEqualTo(both);
  }

  @Test
  void eachBackboneHasItsWeightsAndThoseYetToBeGivenAreKnown() throws IOException {
    GridFile open = read("few.yaml");
    GridFile given = read("few.yaml", "weights.rn50=/w/RN50.pt");

    assertThat(open.weights()).isEqualTo(Map.of("ViT-B-16", "/w/ViT-B-16.pt"));
    assertThat(open.cells()).anyMatch(cell -> cell.backbone().equals("rn50"));
    assertThat(given.cells()).allMatch(cell -> cell.backbone().equals("RN50"));
    assertThat(read("few.yaml", "backbone=vit").cells())
        .allMatch(cell -> cell.backbone().equals("ViT-B-16"));
  }

  @Test
  void oneFileOfWeightsIsForAGridOfOneBackbone() throws IOException {
    assertThat(read("few.yaml", "weights=/w/RN50.pt").cells())
        .allMatch(cell -> cell.backbone().equals("RN50"));
    assertThatThrownBy(() -> read("few.yaml", "weights=/w/RN50.pt", "backbone=[rn50,vit]"))
        .hasMessageContaining("one file of weights for backbones rn50, vit");
  }

  @Test
  void whatOneOfTheGridsLeavesOpenAnotherMayGiveAndTheFileThatJoinsThemWins() throws IOException {
    write("given.yaml", "{name: given, include: few.yaml, weights: {rn50: /w/RN50.pt}}");
    write("joined.yaml", "{name: joined, grids: [few.yaml, given.yaml]}");
    write(
        "own.yaml",
        "{name: own, weights: {rn50: /own/RN50.pt}, grids: [few.yaml, given.yaml, few.yaml]}");

    assertThat(read("joined.yaml").weights()).containsEntry("RN50", "/w/RN50.pt");
    assertThat(read("own.yaml").weights())
        .isEqualTo(Map.of("RN50", "/own/RN50.pt", "ViT-B-16", "/w/ViT-B-16.pt"));
  }

  @Test
  void sweepsAndTheSizeOfBundlesAreAPartsOwn() throws IOException {
    write(
        "parts.yaml",
        """
        name: parts
        grids:
          - {name: swept, include: few.yaml, corrupt: variance}
          - {name: timed, include: few.yaml, bundle: 1}
        """);

    assertThat(read("parts.yaml").parts())
        .extracting(GridPart::name, GridPart::corrupt, GridPart::bundle)
        .containsExactly(tuple("swept", "variance", null), tuple("timed", null, 1));
  }

  @Test
  void filesOfOneNameAreCalledByTheirFoldersToo() throws IOException {
    write(
        "same.yaml",
        """
        name: same
        weights:
          a: /hub/laion/model.safetensors
          b: /hub/openai/model.safetensors.index.json
          c: /old/openai/model.safetensors
          d: /hub/vit-l-14
          e: s3a://bucket/vit-b-16/
        axes: {backbone: [a, b, c, d, e]}
        settings: {dataset: d}
        """);

    GridFile grid = read("same.yaml");

    assertThat(grid.weights())
        .containsOnly(
            entry("laion-model", "/hub/laion/model.safetensors"),
            entry("hub-openai-model", "/hub/openai/model.safetensors.index.json"),
            entry("old-openai-model", "/old/openai/model.safetensors"),
            entry("vit-l-14", "/hub/vit-l-14"),
            entry("vit-b-16", "s3a://bucket/vit-b-16/"));
    assertThat(grid.cells().stream().map(Cell::backbone))
        .containsExactly(
            "laion-model", "hub-openai-model", "old-openai-model", "vit-l-14", "vit-b-16");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          include: no.yaml                                         | read grid file {F}/no.yaml, named in grid file {F}/g.yaml: give a YAML file
          include: [7]                                             | use include: 7 in grid file {F}/g.yaml; give paths
          include: g.yaml                                          | names itself by way of others
          {include: few.yaml, rules: [{when: {}, set: {k: 1}}]}    | give when: and either set: or drop: true
          {include: few.yaml, rules: [{when: {seed: 3}}]}          | give when: and either set: or drop: true
          {include: few.yaml, rules: [{when: {tau: 0.1}, drop: true}]} | use rules[1].when.tau without tau in grid file {F}/g.yaml; give tau in axes or in settings
          {include: few.yaml, rules: [{when: {sede: 3}, drop: true}]} | no key rules[1].when.sede; the nearest is seed
          {include: few.yaml, rules: [{if: {seed: 3}, drop: true}]} | no key rules[1].if; keys are when, set, drop
          {include: few.yaml, rules: [{when: {seed: 3}, drop: true}]} | use rules or only that leave no cell
          {include: few.yaml, rules: {when: {seed: 3}}}            | give a list of {when: ..., set: ...}
          {include: few.yaml, axes: {preset: [coop, pan]}}         | use preset: pan in grid file {F}/g.yaml; give one that is in presets: coop, pun
          {include: few.yaml, axes: {loss: [pan]}}                 | use loss both in a preset and in axes
          {include: few.yaml, presets: {coop: {los: none}}}        | no key presets.coop.los; the nearest is loss
          {include: few.yaml, corrupt: much}                       | use corrupt: much in grid file {F}/g.yaml; give one of variance, std
          {include: few.yaml, bundle: 0}                           | use bundle: 0 in grid file {F}/g.yaml; give a whole number from 1 to 2147483647
          {include: few.yaml, settings: {backbone: vti}}           | weights has [rn50, vit]; did you mean vit?
          {include: few.yaml, weights: {other: /w/ViT-B-16.pt}}    | use weights of one place by two names: [/w/ViT-B-16.pt, /w/ViT-B-16.pt]
          {include: few.yaml, axes: {loss: [pan], preset: [coop]}} | use loss both in a
          {grids: [few.yaml, {name: a, include: few.yaml, weights: {vit: /x/ViT.pt}}]} | use weights.vit: /w/ViT-B-16.pt of one of its grids and /x/ViT.pt of another in grid file {F}/g.yaml; give weights.vit in this file
          {grids: [few.yaml, {name: a b, include: few.yaml}]} | use name: a b in
          {grids: []}                                              | use grids: [] in grid file {F}/g.yaml; give a list of grid files
          {grids: [few.yaml], axes: {dataset: [d]}}                | use axes beside grids
          {grids: [{name: in, settings: {datset: d}}]}             | grid file {F}/g.yaml, its grid in: there is no key settings.datset
          """)
  void whatIsWrongIsToldInOneLine(String yaml, String message) throws IOException {
    write("g.yaml", yaml.startsWith("{") ? "{name: g, " + yaml.substring(1) : "name: g\n" + yaml);

    assertThatThrownBy(() -> read("g.yaml"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot ")
        .hasMessageContaining(message.replace("{F}", folder.toString()))
        .hasMessageNotContaining("\n");
  }

  @Test
  void filesThatIncludeOneAnotherTwiceAreEachReadOnce() throws IOException {
    write("f0.yaml", "settings: {dataset: d, seed: 3}");
    for (int i = 1; i <= 28; i++) {
      write("f" + i + ".yaml", "include: [f%d.yaml, f%d.yaml]".formatted(i - 1, i - 1));
    }
    write("g.yaml", "{name: g, include: [f28.yaml, f27.yaml]}");

    assertThat(read("g.yaml").cells()).hasSize(1);
  }

  @Test
  void whatFilesThatIncludeOneAnotherTwiceComeToIsBounded() throws IOException {
    write("f0.yaml", "{settings: {dataset: d}, rules: [{when: {dataset: d}, set: {seed: 3}}]}");
    write("n0.yaml", "{name: n, settings: {dataset: d}}");
    for (int i = 1; i <= 28; i++) {
      write("f" + i + ".yaml", "include: [f%d.yaml, f%d.yaml]".formatted(i - 1, i - 1));
      write("n" + i + ".yaml", "{name: n, grids: [n%d.yaml, n%d.yaml]}".formatted(i - 1, i - 1));
    }
    write("g.yaml", "{name: g, include: f28.yaml}");

    for (String file : List.of("g.yaml", "n28.yaml")) {
      assertThatThrownBy(() -> read(file))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("included more than once there are more than 1,000,000 values");
    }
  }

  @Test
  void filesInALongRowAndOnesThatLinksLeadBackToAreRefused() throws IOException {
    write("f0.yaml", "settings: {dataset: d}");
    for (int i = 1; i <= 1000; i++) {
      write("f" + i + ".yaml", "include: f%d.yaml".formatted(i - 1));
    }
    write("g.yaml", "{name: g, include: f1000.yaml}");
    assertThatThrownBy(() -> read("g.yaml"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the last of 100 files in a row");

    Files.createSymbolicLink(folder.resolve("in"), folder);
    write("g.yaml", "{name: g, include: in/g.yaml}");
    assertThatThrownBy(() -> read("g.yaml"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("names itself by way of others");
  }

  @Test
  void aByteOrderMarkIsNoLetterOfAFileOrOfOneItIncludes() throws IOException {
    GridFile plain = read("few.yaml");
    for (String name : List.of("few.yaml", "common.yaml")) {
      write(name, "\ufeff" + Files.readString(folder.resolve(name)));
    }
    assertThat(read("few.yaml").digest()).isEqualTo(plain.digest());
  }

  @Test
  void aFileInAnotherEncodingIsNamedWithItsLine() throws IOException {
    Files.write(folder.resolve("common.yaml"), "a: 1\nb: \u00e9\n".getBytes(ISO_8859_1));
    assertThatThrownBy(() -> read("few.yaml"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot read grid file " + folder)
        .hasMessageContaining("common.yaml: line 2: byte 9 of the file, 0xE9, is not UTF-8");
    Files.write(folder.resolve("few.yaml"), "name: few\n".getBytes(UTF_16));
    assertThatThrownBy(() -> read("few.yaml"))
        .hasMessageContaining("few.yaml: it is UTF-16; save it as UTF-8");
  }

  private GridFile read(String name, String... sets) {
    return GridFile.read(folder.resolve(name).toString(), List.of(sets));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
