package dev.nemesis.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.spark.CommandLineRun;
import dev.nemesis.spark.run.Experiment;
import dev.nemesis.spark.run.FakeExperiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An output folder that somebody moves while a grid is trained into it. */
class MovedFolderTest {
  @TempDir Path folder;

  @Test
  void theRunEndsAtOnceAndGoesOnWhereTheFolderIsNow() throws IOException {
    Path grid =
        Files.writeString(
            folder.resolve("grid.yaml"),
            """
            name: moved
            axes: {dataset: [red, blue, green], seed: [1, 2]}
            settings: {shots: 1, epochs: 2}
            """);
    Path out = folder.resolve("out");
    Path now = folder.resolve("now");

    CommandLineRun ended =
        run(
            Interfering.with(
                new FakeExperiment(),
                start -> {
                  if (start == 2) {
                    Files.move(out, now);
                  }
                }),
            grid,
            out);

    assertThat(ended.code()).as(ended.err()).isEqualTo(2);
    assertThat(ended.err().lines().toList())
        .last()
        .asString()
        .startsWith("Cannot ")
        .contains(out.toString(), "moved or deleted");
    assertThat(out).doesNotExist();
    assertThat(now.resolve("cells")).isDirectoryContaining(file -> file.toString().contains("-a0"));

    // The driver's process would have ended, which this one, of the test, has not.
    FileTime longAgo = FileTime.from(Instant.now().minusSeconds(120));
    for (String file : List.of("lease/1.json", "lease/1.beat")) {
      Files.setLastModifiedTime(now.resolve(file), longAgo);
    }

    CommandLineRun after = run(new FakeExperiment(), grid, now);

    assertThat(after.code()).as(after.err()).isZero();
    assertThat(after.out()).contains("0 failed");
    try (var cells = Files.list(now.resolve("cells"))) {
      assertThat(cells.filter(file -> file.toString().endsWith(".parquet"))).hasSize(6);
    }
  }

  private static CommandLineRun run(Experiment experiment, Path grid, Path out) {
    List<String> command =
        List.of(
            "run",
            grid.toString(),
            "--out",
            out.toString(),
            "--bundle",
            "1",
            "--master",
            "local[1]");
    return CommandLineRun.of(experiment, command.toArray(String[]::new));
  }
}
