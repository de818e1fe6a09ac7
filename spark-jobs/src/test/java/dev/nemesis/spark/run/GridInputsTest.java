package dev.nemesis.spark.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.grid.Cell;
import dev.nemesis.grid.GridFile;
import dev.nemesis.spark.run.GridInputs.DatasetInput;
import dev.nemesis.spark.table.FoundDatasets.FoundDataset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GridInputsTest {
  private static final GridInputs INPUTS =
      new GridInputs(
          Map.of(),
          Map.of(),
          Map.of("d", new DatasetInput("D", "d", List.of(20, 20, 3, 30, 30), 7)),
          List.of(),
          List.of());

  @Test
  void stepsAreOfTheImagesOfTheClassesThatAreTrainedOn() {
    // 16 + 16 + 3 images, and 16 + 16 more, in batches of 8.
    assertThat(INPUTS.steps(cell("classes=base"))).isEqualTo(7 * (35 / 8));
    assertThat(INPUTS.steps(cell("classes=all"))).isEqualTo(7 * (67 / 8));
    assertThat(INPUTS.trainedClasses(cell("classes=base"))).isEqualTo(3);
    assertThat(INPUTS.trainedClasses(cell("classes=all"))).isEqualTo(5);
  }

  @Test
  void aTitleThatIsNotTheNameIsFoundWithTheDataset() {
    assertThat(INPUTS.found()).containsExactly(new FoundDataset("d", "d", 5, 103, 7, "D"));
    GridInputs plain =
        new GridInputs(
            Map.of(),
            Map.of(),
            Map.of("d", new DatasetInput("d", "d", List.of(20), 7)),
            List.of(),
            List.of());
    assertThat(plain.found().get(0).title()).isNull();
  }

  private static Cell cell(String classes) {
    return GridFile.parse(
            "g",
            "{name: g, settings: {dataset: d, shots: 16, batch_size: 8, epochs: 7}}",
            List.of(classes))
        .cells()
        .get(0);
  }
}
