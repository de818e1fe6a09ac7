package dev.nemesis.spark;

import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CellFailure;
import dev.nemesis.grid.CellId;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.Evaluation;
import dev.nemesis.grid.FailureKind;
import dev.nemesis.grid.GridFile;
import dev.nemesis.grid.Provenance;
import dev.nemesis.spark.run.FakeExperiment;
import dev.nemesis.spark.run.GridVersions;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;

/**
 * An output folder of a whole grid that no training made.
 *
 * @param out the folder
 * @param ids of the grid's cells
 * @param program version of the program that made its results
 * @param weights digest of the weights they were made with
 */
record FinishedGrid(OutFolder out, Map<Cell, String> ids, String program, String weights) {
  static final String STARTED = "2026-05-01T10:00:00Z";
  static final String FINISHED = "2026-05-01T10:00:02.500Z";

  /** An empty folder of a grid. */
  static FinishedGrid at(Path folder, String yaml) {
    return at(folder, yaml, "0.1", "digest of the weights");
  }

  /** The same of another program or other weights. */
  static FinishedGrid at(Path folder, String yaml, String program, String weightsDigest) {
    GridFile grid = GridFile.parse("grid.yaml", yaml, List.of());
    Map<String, String> digests = new HashMap<>();
    grid.datasets().forEach(name -> digests.put(name, "digest of " + name));
    Map<Cell, String> ids = new LinkedHashMap<>();
    grid.cells().forEach(cell -> ids.put(cell, CellId.of(cell, weightsDigest, digests)));
    OutFolder out = OutFolder.at(folder.toString(), new Configuration());
    GridVersions.record(out, grid, ids.values());
    return new FinishedGrid(out, ids, program, weightsDigest);
  }

  /** Finishes the cells that have an accuracy. */
  FinishedGrid done(Function<Cell, Double> accuracy) throws IOException {
    for (Map.Entry<Cell, String> cell : ids.entrySet()) {
      Double percent = accuracy.apply(cell.getKey());
      if (percent != null) {
        CellFiles.commit(out, result(cell.getValue(), 0, cell.getKey(), percent));
      }
    }
    return this;
  }

  /** Writes down that a cell failed. */
  void failed(Cell cell, String message, String stack) throws IOException {
    CellFiles.commit(
        out,
        new CellFailure(
            ids.get(cell), 0, cell, "train", FailureKind.BUG, message, stack, "here", FINISHED));
  }

  /** The cells in the order of their ids. */
  List<Cell> cells() {
    return ids.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A finished attempt at a cell. */
  CellResult result(String id, int attempt, Cell cell, double accuracy) {
    CellResult fake = FakeExperiment.result(new Attempt(id, attempt, cell), 2);
    Provenance from = fake.provenance();
    return new CellResult(
        id,
        attempt,
        cell,
        accuracy,
        accuracy - 0.125,
        List.of(
            new Evaluation(cell.dataset(), "all", 100, accuracy, accuracy - 0.125),
            new Evaluation("other", "all", 60, 1 / 3.0, 0.25)),
        fake.epochs(),
        fake.learned(),
        fake.steps(),
        fake.bundleSize(),
        fake.stepSeconds(),
        new Provenance(
            program,
            from.gridDigest(),
            weights,
            "digest of " + cell.dataset(),
            from.bundle(),
            from.device(),
            from.host(),
            from.djl(),
            from.pytorch(),
            from.spark(),
            from.java(),
            from.os(),
            STARTED,
            FINISHED,
            List.of(),
            from.weightsConfig(),
            null));
  }
}
