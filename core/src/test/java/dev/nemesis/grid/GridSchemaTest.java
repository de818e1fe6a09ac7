package dev.nemesis.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import dev.nemesis.error.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An editor that has the schema says of a grid file what the program will say. */
class GridSchemaTest {
  private static final String REWRITE = "nemesis.rewrite";

  /** Values that some keys take and others do not. */
  private static final List<String> PROBES =
      """
          null
          true
          0
          1
          7
          -1
          0.3
          1.5
          1e-4
          3000000000
          ""
          " "
          a photo of a
          pum
          end
          coop
          []
          [mini-tiles, 7]
          [""]
          {}
          {a: 1}
          {1: 50, 16: 200}
          {0: 50}
          {1: 0}
          """
          .lines()
          .toList();

  @Test
  void theFileIsWhatTheCodeSays() throws IOException {
    Path file = GridFiles.folder().resolve("grid.schema.json");
    if (System.getProperty(REWRITE) != null) {
      Files.writeString(file, GridSchema.text());
    }

    assertThat(file)
        .as(
            "conf/grids/grid.schema.json; ./mvnw -pl core test -Dtest=GridSchemaTest -D%s writes it",
            REWRITE)
        .hasContent(GridSchema.text());
  }

  @Test
  void itIsASchema() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(GridSchema.text());

    assertThat(
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(SchemaLocation.of(SchemaId.V7))
                .validate(schema))
        .isEmpty();
  }

  static List<String> files() {
    return GridFiles.all();
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyGridFileIsAsItSaysAndNamesIt(String file) {
    String text = GridFiles.text(file);
    String up = file.contains("/") ? "../" : "";

    assertThat(text).startsWith("# yaml-language-server: $schema=" + up + "grid.schema.json\n");
    assertThat(GridFiles.objections(text)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dev.nemesis.grid.Setting#all()")
  void itTakesTheValuesOfAKeyThatTheProgramTakesAndNoOthers(Setting key) {
    for (String probe : PROBES) {
      String yaml = "settings: {%s: %s}".formatted(key.key(), probe);
      JsonNode value = GridYaml.read("a grid file", yaml).path("settings").path(key.key());

      assertThat(GridFiles.objections(yaml).isEmpty()).as(yaml).isEqualTo(key.read(value) != null);
    }
  }

  @Test
  void itKnowsEveryKeyWithItsMeaning() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(GridSchema.text());
    JsonNode top = schema.path("properties");
    List<String> keys = new ArrayList<>(GridReading.TOP);
    keys.addAll(GridPartReading.KEYS);
    keys.add(GridIncludes.INCLUDE);

    assertThat(top.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(keys);
    assertThat(top.path("data").path("properties").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(GridReading.DATA);
    assertThat(top.path("rules").path("items").path("properties").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(GridPartReading.RULE);
    assertThat(top).allSatisfy(key -> assertThat(key.path("description").asText()).isNotBlank());
    for (Setting key : Setting.all()) {
      String definition = "/definitions/" + key.key();
      assertThat(schema.at(definition + "/description").asText()).isEqualTo(key.meaning());
      assertThat(top.at("/settings/properties/" + key.key() + "/$ref").asText())
          .isEqualTo("#" + definition);
      assertThat(top.at("/axes/properties/" + key.key() + "/description").asText())
          .isEqualTo(key.canBeAxis() ? key.meaning() : "");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{nam: g, settings: {dataset: d}}",
        "{name: g, omega: 3, settings: {dataset: d}}",
        "{name: g/h, settings: {dataset: d}}",
        "{name: g, settings: {datset: d}}",
        "{name: g, settings: {dataset: d, omega: -1}}",
        "{name: g, settings: {dataset: d, loss: pum}}",
        "{name: g, settings: {dataset: d, shots: 0}}",
        "{name: g, settings: {dataset: [d]}}",
        "{name: g, axes: {dataset: d}}",
        "{name: g, axes: {dataset: []}}",
        "{name: g, axes: {dataset: [d], omga: [1]}}",
        "{name: g, axes: {dataset: [d], targets: [[e]]}}",
        "{name: g, axes: {dataset: [d], preset: coop}}",
        "{name: g, settings: {dataset: d, preset: [coop]}}",
        "{name: g, settings: {dataset: d}, presets: {coop: {los: none}}}",
        "{name: g, settings: {dataset: d}, presets: {coop: {preset: coop}}}",
        "{name: g, settings: {dataset: d}, rules: {when: {dataset: d}, drop: true}}",
        "{name: g, settings: {dataset: d}, rules: [{set: {omega: 1}}]}",
        "{name: g, settings: {dataset: d}, rules: [{when: {dataset: d}}]}",
        "{name: g, settings: {dataset: d}, rules: [{when: {}, drop: true}]}",
        "{name: g, settings: {dataset: d}, rules: [{when: {dataset: d}, drop: false}]}",
        "{name: g, settings: {dataset: d}, rules: [{when: {dataset: e}, drop: true, set: {}}]}",
        "{name: g, settings: {dataset: d}, rules: [{when: {dataset: e}, sets: {omega: 1}}]}",
        "{name: g, settings: {dataset: d}, rules: [{when: {dataset: e}, set: {omega: [1]}}]}",
        "{name: g, settings: {dataset: d}, rules: [{when: {datase: e}, drop: true}]}",
        "{name: g, settings: {dataset: d}, only: {shot: 1}}",
        "{name: g, settings: {dataset: d}, corrupt: much}",
        "{name: g, settings: {dataset: d}, bundle: 0}",
        "{name: g, settings: {dataset: d}, weights: 7}",
        "{name: g, settings: {dataset: d}, weights: {rn50: [a]}}",
        "{name: g, settings: {dataset: d}, data: {rot: x}}",
        "{name: g, settings: {dataset: d}, data: {broken_images: keep}}",
        "{name: g, include: [7], settings: {dataset: d}}",
        "{name: g, grids: []}",
        "{name: g, grids: [{settings: {datset: d}}]}",
        "{name: g, grids: [{settings: {dataset: d}}], settings: {seed: 1}}",
      })
  void mistakesAreToldInTheEditorAsByTheProgram(String yaml) {
    assertThat(GridFiles.objections(yaml)).isNotEmpty();
    assertThatThrownBy(() -> GridFile.parse("g", yaml, List.of()))
        .isInstanceOf(InputException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{name: g, settings: {dataset: d}, corrupt: , bundle: , weights: , vocab: , only: }",
        "{name: g, settings: {dataset: d}, data: {root: , broken_images: }, rules: , presets: }",
        "{name: g, settings: {dataset: d, lr: 2e-3, warmup_lr: 1e-5, seed: 1e3}, bundle: 1}",
        "{name: g, settings: {dataset: d}, rules: [{when: {dataset: d}, set: {}, drop: false}]}",
        "{name: g, settings: {dataset: d, preset: a}, presets: {a: {loss: pun}}}",
        "{name: g, grids: [{name: in, axes: {dataset: [d, e]}, only: {dataset: d}}]}",
      })
  void whatTheProgramTakesTheEditorTakes(String yaml) {
    assertThat(GridFile.parse("g", yaml, List.of()).cells()).isNotEmpty();
    assertThat(GridFiles.objections(yaml)).isEmpty();
  }
}
