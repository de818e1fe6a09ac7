package dev.nemesis.spark.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is stored in the project's notebooks. */
class StoredNotebookTest {
  static Stream<Path> notebooks() throws IOException {
    return StoredNotebook.files();
  }

  @Test
  void thereAreThree() throws IOException {
    assertThat(StoredNotebook.files().map(file -> file.getFileName().toString()))
        .containsExactly("few_shot.ipynb", "low_norm_effect.ipynb", "your_own_question.ipynb");
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void allCellsWereExecutedInOrderAndNoneFailed(Path file) throws IOException {
    List<StoredNotebook.Cell> cells = StoredNotebook.read(file).cells();

    assertThat(cells)
        .extracting(StoredNotebook.Cell::count)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, cells.size()).boxed().toList());
    assertThat(cells)
        .allSatisfy(
            cell ->
                assertThat(cell.outputs().findValuesAsText("output_type")).doesNotContain("error"));
    assertThat(cells)
        .anyMatch(cell -> cell.shows("image/png"))
        .anyMatch(cell -> cell.shows("text/html"));
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void nothingTellsWhereTheyWereExecuted(Path file) throws IOException {
    assertThat(Files.readString(file))
        .doesNotContainPattern("(?<![\\w.~/])/(home|root|tmp|work|var|opt|mnt|Users)/")
        .doesNotContain("file:/", "iopub");
  }
}
