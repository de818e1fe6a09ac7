package dev.nemesis.spark.run;

import dev.nemesis.error.InputException;
import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Bundle;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.GridFile;
import dev.nemesis.spark.table.OutFolder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * A finished cell trained once more from its provenance: the same version of the grid, and the same
 * bundle, as the company a cell is trained in decides about its last bits.
 *
 * @param recorded the result to compare with
 * @param grid version of the grid that has it
 * @param bundle what it was trained in; of itself alone where that is not known
 */
public record Reproduction(CellResult recorded, GridFile grid, Bundle bundle) {
  /**
   * Finds out what to train.
   *
   * @param alone whether to leave the bundle aside
   * @throws InputException if the cell or one of its bundle is of no grid that ran in the folder,
   *     or what they are trained on is no longer the same
   */
  public static Reproduction of(
      OutFolder out, Experiment experiment, CellResult recorded, boolean alone) {
    List<String> members =
        alone || recorded.provenance().bundle() == null
            ? List.of(recorded.cellId())
            : PlannedBundles.in(out)
                .cells()
                .getOrDefault(recorded.provenance().bundle(), List.of(recorded.cellId()));
    Map<String, Cell> cells = new HashMap<>();
    GridFile grid = null;
    for (CellOwners owner : CellOwners.of(out, experiment, members)) {
      cells.putAll(owner.cells());
      grid = owner.cells().containsKey(recorded.cellId()) ? owner.grid() : grid;
    }
    List<Attempt> attempts = new ArrayList<>();
    members.forEach(id -> attempts.add(new Attempt(id, recorded.attempt(), cells.get(id))));
    return new Reproduction(recorded, grid, Bundle.of(attempts));
  }

  /**
   * Trains it. Nothing is written but features that are not in the store any more.
   *
   * @throws IllegalStateException if the training fails
   */
  public CellResult train(
      SparkSession spark, Experiment experiment, OutFolder out, Consumer<String> progressLine) {
    experiment.prepare(spark, grid, out.uri("features"), bundle.cells(), progressLine);
    BundleTrainer trainer = experiment.trainer(grid, out.uri("features"));
    String cellId = recorded.cellId();
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(List.of(bundle), 1)
        .map(whole -> trained(trainer, whole, cellId))
        .first();
  }

  private static CellResult trained(BundleTrainer trainer, Bundle bundle, String cellId)
      throws Exception {
    List<CellResult> results = new ArrayList<>();
    trainer.train(
        bundle,
        new CellSink() {
          @Override
          public void done(CellResult result) {
            results.add(result);
          }

          @Override
          public void failed(Attempt attempt, String stage, Throwable cause) {
            if (attempt.cellId().equals(cellId)) {
              throw new IllegalStateException("The cell failed this time", cause);
            }
          }

          @Override
          public void epoch() {}
        });
    return results.stream()
        .filter(result -> result.cellId().equals(cellId))
        .findAny()
        .orElseThrow();
  }
}
