package dev.nemesis.spark.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.grid.GridFile;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cells of plain weights and drawn datasets are what they were, whatever is read besides. */
class MiniIdsTest {
  @Test
  void idsOfTheMiniGridsAreThoseOfTheFirstVersion() throws IOException {
    List<String> first = Files.readAllLines(Path.of("src/test/resources/golden/ids-mini-all.txt"));
    String grid = Shared.projectRoot().resolve("conf/grids/mini/all.yaml").toString();

    GridFile all = GridFile.read(grid, List.of());

    assertThat(GridPlan.byId(all, new ClipExperiment().inputs(all)).keySet())
        .containsExactlyInAnyOrderElementsOf(first);
  }
}
