package dev.nemesis.spark.report.query;

import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.CorruptionResult;
import dev.nemesis.grid.CorruptionRow;
import dev.nemesis.grid.Evaluation;
import dev.nemesis.grid.EvaluationTarget;
import dev.nemesis.grid.GridFile;
import dev.nemesis.grid.Provenance;
import dev.nemesis.spark.run.FakeExperiment;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.CellViews;
import dev.nemesis.spark.table.CorruptionFiles;
import dev.nemesis.spark.table.OutFolder;
import dev.nemesis.spark.table.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * A grid with real files of cells that no training made: a test says what accuracy each of its
 * cells came to on each of its targets.
 */
final class FinishedGrid {
  private final OutFolder out;
  private final Map<String, Cell> planned = new LinkedHashMap<>();
  private int ids;
  private String program = "nemesis test";
  private Function<Cell, Double> stepSeconds = cell -> 0.01;

  private FinishedGrid(Path folder) {
    out = OutFolder.at(folder.toString(), new Configuration());
  }

  /** Plans the cells of grid files; the ids count them. */
  static FinishedGrid of(Path folder, String... yaml) {
    return new FinishedGrid(folder).changedTo(yaml);
  }

  /** Plans the cells of other grid files instead, in the same folder. */
  FinishedGrid changedTo(String... yaml) {
    planned.clear();
    for (String file : yaml) {
      for (Cell cell : GridFile.parse("grid.yaml", file, List.of()).cells()) {
        if (!planned.containsValue(cell)) {
          planned.put("cell-%03d".formatted(ids++), cell);
        }
      }
    }
    return this;
  }

  /** Cells finished from here on are by another version of the program. */
  FinishedGrid by(String version) {
    program = version;
    return this;
  }

  /** Cells finished from here on took so many seconds a step, each trained alone. */
  FinishedGrid taking(Function<Cell, Double> seconds) {
    stepSeconds = seconds;
    return this;
  }

  /** Finishes cells that come to an accuracy; those that come to null stay missing. */
  FinishedGrid finish(Function<Cell, Double> accuracy) {
    return finish((cell, on) -> accuracy.apply(cell));
  }

  /** The same, target by target. */
  FinishedGrid finish(BiFunction<Cell, EvaluationTarget, Double> accuracy) {
    planned.forEach(
        (id, cell) -> {
          List<Evaluation> evaluations = new ArrayList<>();
          for (EvaluationTarget on : cell.evaluatedOn()) {
            Double percent = accuracy.apply(cell, on);
            if (percent != null) {
              evaluations.add(
                  new Evaluation(on.dataset(), on.classes().word(), 100, percent, percent));
            }
          }
          if (!evaluations.isEmpty()) {
            commit(id, cell, evaluations);
          }
        });
    return this;
  }

  /** Corrupts every planned cell's prompt: a row of a position's accuracy after it. */
  FinishedGrid corrupt(List<CorruptionRow> rows) {
    planned.forEach(
        (id, cell) -> {
          try {
            CorruptionFiles.commit(
                out, new CorruptionResult(id, 0, "variance", rows, provenance(id, cell)));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return this;
  }

  OutFolder out() {
    return out;
  }

  /** Makes the views of a session. */
  void register(SparkSession spark) {
    CellViews.register(spark, out, planned);
  }

  /** Makes those that queries and all reports name. */
  void registerFor(SparkSession spark, Collection<String> queries) {
    Tables.registerFor(spark, out, planned, String.join(" ", queries), CellViews.NAMED);
  }

  private void commit(String id, Cell cell, List<Evaluation> evaluations) {
    CellResult fake = FakeExperiment.result(new Attempt(id, 0, cell), 1);
    try {
      CellFiles.commit(
          out,
          new CellResult(
              id,
              0,
              cell,
              evaluations.get(0).accuracy(),
              evaluations.get(0).macroF1(),
              evaluations,
              fake.epochs(),
              fake.learned(),
              fake.steps(),
              1,
              stepSeconds.apply(cell),
              provenance(id, cell)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Provenance provenance(String id, Cell cell) {
    Provenance from = FakeExperiment.result(new Attempt(id, 0, cell), 1).provenance();
    return new Provenance(
        program,
        from.gridDigest(),
        from.weightsDigest(),
        from.datasetDigest(),
        from.bundle(),
        from.device(),
        from.host(),
        from.djl(),
        from.pytorch(),
        from.spark(),
        from.java(),
        from.os(),
        from.startedAt(),
        from.finishedAt(),
        from.skippedImages(),
        from.weightsConfig(),
        null);
  }
}
