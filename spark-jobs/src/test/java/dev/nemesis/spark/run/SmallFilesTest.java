package dev.nemesis.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.InputException;
import dev.nemesis.grid.GridFile;
import dev.nemesis.spark.table.FoundDatasets;
import dev.nemesis.spark.table.OutFolder;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the small JSON files of an output folder that are not what they were. */
class SmallFilesTest {
  @TempDir Path folder;
  private OutFolder out;

  @BeforeEach
  void aGridRan() {
    out = OutFolder.at(folder.toString(), new Configuration());
    GridFile grid = GridFile.parse("g", "{name: g, settings: {dataset: d}}", List.of());
    GridVersions.record(out, grid, List.of("a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{}", "7", "\"text\"", "{\"name\":", "[null]", "{} {}"})
  void oneOfThemThatIsNotWhatItWasIsOneLine(String text) {
    refused("grid.json", text, () -> GridVersions.manifest(out));
    refused("grid.json", text, () -> GridVersions.planned(out));
    refused("lease/1.json", text, () -> Lease.take(out));
    refused("lease/1.json", text, () -> Lease.heard(out));
    if (!text.equals("[]")) { // of no dataset yet
      refused("datasets.json", text, () -> FoundDatasets.record(out, List.of()));
    }
  }

  private void refused(String file, String text, ThrowingCallable reading) {
    String before = out.exists(file) ? out.read(file) : null;
    out.replace(file, text);
    assertThatThrownBy(reading)
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot read " + file + " in " + folder)
        .hasMessageNotContaining("\n");
    if (before == null) {
      out.delete(file);
    } else {
      out.replace(file, before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{}", "{\"at\":"})
  void progressThatIsNoneIsNone(String text) {
    out.replace("progress.json", text);

    assertThat(ProgressFile.read(out)).isEmpty();
  }

  @Test
  void whatWasWrittenIsReadBack() {
    assertThat(GridVersions.manifest(out).cells()).containsExactly("a");
  }
}
