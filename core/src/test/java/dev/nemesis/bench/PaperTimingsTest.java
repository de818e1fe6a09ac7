package dev.nemesis.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nemesis.grid.Cell;
import dev.nemesis.grid.GridFile;
import dev.nemesis.testing.ReadsShared;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a step takes by the paper's own tables. */
class PaperTimingsTest {
  private static final Offset<Double> EXACTLY = within(1e-9);

  @ParameterizedTest
  @CsvSource({
    "1000, coop, none, 1, 0.22",
    "1000, coop, pun,  1, 0.50",
    "1000, coop, pan,  1, 0.88",
    "1000, coop, pan,  4, 1.46",
    "397,  coop, pan, 16, 1.50",
    "397,  plot, none, 1, 0.33",
    "10,   coop, none, 1, 0.05",
  })
  void aStepOfOneOfItsRowsTakesWhatTheRowSays(
      int classes, String method, String loss, int positions, double seconds) {
    Cell cell =
        GridFile.parse(
                "g",
                "{name: g, settings: {dataset: d, method: %s, loss: %s, positions: %d}}"
                    .formatted(method, loss, positions),
                List.of())
            .cells()
            .get(0);

    assertThat(PaperTimings.calibration().reference(cell, classes).getAsDouble())
        .isEqualTo(seconds, EXACTLY);
  }

  @ReadsShared
  @ParameterizedTest
  @ValueSource(strings = {"table_a8_cost.csv", "table_a9_cost_positions.csv"})
  void theTablesAreThePapers(String file) throws IOException {
    assertThat(Files.readString(Shared.projectRoot().resolve("conf/paper/" + file)))
        .isEqualTo(Files.readString(Shared.path("paper/" + file)));
  }

  @Test
  void nothingIsKnownOfHowOursWouldDoThere() {
    Cell cell = GridFile.parse("g", "{name: g, settings: {dataset: d}}", List.of()).cells().get(0);

    assertThat(PaperTimings.calibration().ours(cell, 100, 1)).isEmpty();
  }
}
