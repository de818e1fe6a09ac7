package dev.nemesis.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.InputException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of weights with what is said of them besides. */
class GridWeightsTest {

  @Test
  void aConfigurationIsGivenByAFileOrByItsKeys() {
    GridFile grid =
        read(
            """
            weights:
              plain: /w/RN50.pt
              b32: {file: /w/b32.bin, config: {quick_gelu: false, vision_cfg: {head_width: 64}}}
              h14: {file: /w/h14.bin, config: h14/open_clip_config.json}
            axes: {backbone: [plain, b32, h14]}
            """);

    assertThat(grid.weights())
        .containsEntry("b32", "/w/b32.bin")
        .containsEntry("h14", "/w/h14.bin");
    assertThat(grid.configs())
        .containsOnlyKeys("b32", "h14")
        .containsEntry("b32", "{\"quick_gelu\":false,\"vision_cfg\":{\"head_width\":64}}")
        .containsEntry("h14", Path.of("h14/open_clip_config.json").toAbsolutePath().toString());
    assertThat(GridFile.parse("kept", grid.yaml(), List.of())).isEqualTo(grid);
  }

  @Test
  void theWeightsOfAllCellsMayBeDescribedToo() {
    GridFile grid = read("weights: {file: /w/b32.bin, config: {quick_gelu: false}}\n");
    assertThat(grid.weights()).containsOnlyKeys("b32").containsEntry("b32", "/w/b32.bin");
    assertThat(grid.configs()).containsEntry("b32", "{\"quick_gelu\":false}");
    assertThat(grid.vocab()).isEqualTo("/w/bpe_simple_vocab_16e6.txt.gz");
    assertThat(grid.cells()).allMatch(cell -> cell.backbone().equals("b32"));
  }

  @Test
  void theCommandLineMayGiveThem() {
    GridFile grid =
        GridFile.parse(
            "g",
            "{name: g, settings: {dataset: d}}",
            List.of("weights={file: /w/b32.bin, config: {quick_gelu: false}}"));
    assertThat(grid.configs()).containsKey("b32");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{b32: {file: /w/b.bin, activation: gelu}} | there is no key weights.b32.activation",
        "{b32: {config: {quick_gelu: false}}}      | weights.b32.config without weights.b32.file",
        "{file: /w/b.bin, rn50: /w/RN50.pt}        | there is no key weights.rn50",
        "{b32: {file: /w/b.bin, config: 7}}        | weights.b32.config: 7"
      })
  void whatIsSaidInAnotherWayIsNamed(String weights, String named) {
    assertThatThrownBy(() -> read("weights: " + weights + "\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(named);
  }

  private static GridFile read(String yaml) {
    return GridFile.parse("g", "name: g\nsettings: {dataset: d}\n" + yaml, List.of());
  }
}
