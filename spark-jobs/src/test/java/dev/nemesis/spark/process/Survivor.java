package dev.nemesis.spark.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.spark.CommandLineRun;
import dev.nemesis.spark.run.GridVersions;
import dev.nemesis.spark.session.Sessions;
import dev.nemesis.spark.table.CellViews;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * A grid of real training that is disturbed, and what has to be found in its folder afterwards. It
 * has a bundle of every size that commits differently: of one cell and of three.
 */
final class Survivor {
  static final int CELLS = 2 + 2 * 6;
  static final int BUNDLE = 3;
  private static final String GRID =
      """
      name: survivor
      weights: mini
      vocab: mini
      axes:
        method: [zeroshot, coop]
        dataset: [mini-tiles, mini-textures]
        seed: [1, 2]
        loss: [none, pun, pan]
      settings: {shots: 1, epochs: %d, omega: 1, views: 0}
      """;

  /** Columns that are other ones each time; the tables' rows have all others in common. */
  private static final String TIMES = "step_seconds, host, started_at, finished_at";

  private final Path folder;
  private final Path grid;

  /** Writes the grid file to a folder, where what the processes print goes as well. */
  Survivor(Path folder, int epochs) {
    this.folder = folder;
    try {
      grid = Files.writeString(folder.resolve("survivor.yaml"), GRID.formatted(epochs));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a run of it on one core of this machine. */
  NemesisProcess run(Path out) throws IOException {
    return NemesisProcess.of().option("--master", "local[1]").start(folder, command(out));
  }

  /** Starts it there behind a gate. */
  NemesisProcess runBehind(Gate gate, Path out) throws IOException {
    NemesisProcess.Launch launch = NemesisProcess.of(Gate.class.getName());
    return runBehind(gate, launch.option("--master", "local[1]"), out);
  }

  /**
   * Starts it behind a gate, wherever that is.
   *
   * @param launch of {@link Gate}
   */
  NemesisProcess runBehind(Gate gate, NemesisProcess.Launch launch, Path out) throws IOException {
    Stream<String> arguments =
        Stream.concat(Stream.of(gate.folder(), "" + gate.passing()), Stream.of(command(out)));
    return launch.start(folder, arguments.toArray(String[]::new));
  }

  /** A run of it in this JVM, which nothing disturbs. */
  void runUndisturbed(Path out) {
    String[] command = command(out);
    CommandLineRun run =
        CommandLineRun.of(
            Stream.concat(Stream.of(command), Stream.of("--master", "local[1]"))
                .toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
  }

  private String[] command(Path out) {
    return new String[] {"run", grid.toString(), "--out", out.toString(), "--bundle", "" + BUNDLE};
  }

  /** The files of finished cells with when they were written and what file it is. */
  static Map<String, String> cells(Path out) {
    Map<String, String> cells = new TreeMap<>();
    try (Stream<Path> files = Files.list(out.resolve("cells"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        cells.put(
            file.getFileName().toString(),
            attributes.fileKey() + " " + attributes.lastModifiedTime() + " " + attributes.size());
      }
    } catch (java.nio.file.NoSuchFileException e) {
      return cells;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cells;
  }

  /** Everything the tables say of a folder, but times and hosts, a line a row. */
  static Map<String, List<String>> tables(Path out) {
    Map<String, List<String>> tables = new TreeMap<>();
    try (SparkSession spark = Sessions.open("local[1]", Map.of())) {
      OutFolder folder = OutFolder.at(out.toString(), new Configuration());
      CellViews.register(spark, folder, GridVersions.planned(folder));
      for (String table : List.of("results", "epochs", "evaluations", "prompts", "failures")) {
        String columns = table.equals("results") ? "* EXCEPT (" + TIMES + ")" : "*";
        tables.put(
            table,
            spark.sql("SELECT " + columns + " FROM " + table).toJSON().collectAsList().stream()
                .sorted()
                .toList());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tables;
  }

  /** Whether a folder has everything once, and what an undisturbed run of the same grid has. */
  static void assertCompleteAndEqual(Path out, Map<String, List<String>> undisturbed) {
    Map<String, List<String>> tables = tables(out);
    assertComplete(out, tables);
    undisturbed.forEach((table, rows) -> assertThat(tables.get(table)).as(table).isEqualTo(rows));
  }

  /** Whether a folder, whose {@link #tables} are given, has everything once. */
  static void assertComplete(Path out, Map<String, List<String>> tables) {
    assertThat(cells(out)).hasSize(CELLS);
    assertThat(tables.get("results")).hasSize(CELLS);
    assertThat(tables.get("failures")).isEmpty();
    try (Stream<Path> files = Files.walk(out.resolve("cells"))) {
      assertThat(files.filter(file -> file.getFileName().toString().endsWith(".zip"))).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(out.resolve("finished"))
        .satisfiesAnyOf(
            finished -> assertThat(finished).doesNotExist(),
            finished -> assertThat(finished).isEmptyDirectory());
  }
}
