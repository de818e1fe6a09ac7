package dev.nemesis.spark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Bundle;
import dev.nemesis.grid.CellFailure;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.FailureKind;
import dev.nemesis.grid.GridFile;
import dev.nemesis.spark.session.Sessions;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real training of the shipped model: one of eight cells has a learning rate no prompt survives.
 */
class DivergingCellTest {
  private static final int WILD = 3;

  @TempDir Path folder;

  @Test
  void sevenCellsBesideOneThatDivergesEndAsTheyWouldAlone() throws Exception {
    List<Attempt> attempts = new ArrayList<>(attempts("0.002"));
    attempts.set(WILD, attempts("1e6").get(WILD));
    Attempt wild = attempts.get(WILD);
    OutFolder together = out("together");
    OutFolder alone = out("alone");

    try (SparkSession spark = Sessions.open("local[2]", Map.of())) {
      GridRun.Outcome outcome = train(spark, together, List.of(Bundle.of(attempts)));
      assertThat(outcome).isEqualTo(new GridRun.Outcome(7, 1, 0));
      attempts.remove(WILD);
      train(spark, alone, attempts.stream().map(cell -> Bundle.of(List.of(cell))).toList());
    }

    CellFailure failure = CellFiles.failure(together, wild.cellId(), 0);
    assertThat(failure.kind()).isEqualTo(FailureKind.DIVERGED);
    assertThat(failure.message()).containsPattern("not finite (in|after) epoch \\d+");
    assertThat(CellFiles.done(together)).hasSize(7).doesNotContainKey(wild.cellId());
    for (Attempt attempt : attempts) {
      assertSame(
          CellFiles.read(together, attempt.cellId()), CellFiles.read(alone, attempt.cellId()));
    }
  }

  private static void assertSame(CellResult together, CellResult alone) {
    assertThat(together.bundleSize()).isEqualTo(8);
    assertThat(alone.bundleSize()).isEqualTo(1);
    assertThat(together.accuracy()).isEqualTo(alone.accuracy());
    assertThat(alone.learned()).isNotEmpty().hasSameSizeAs(together.learned());
    for (int i = 0; i < alone.learned().size(); i++) {
      assertThat(together.learned().get(i).toFloats())
          .containsExactly(alone.learned().get(i).toFloats(), within(1e-5f));
    }
  }

  private GridRun.Outcome train(SparkSession spark, OutFolder out, List<Bundle> bundles)
      throws Exception {
    Map<String, Long> steps = new HashMap<>();
    bundles.forEach(bundle -> bundle.attempts().forEach(cell -> steps.put(cell.cellId(), 1L)));
    GridPlan plan = new GridPlan(Map.of(), 0, List.of(), Map.of(), bundles, steps);
    try (Lease lease = Lease.take(out)) {
      return new GridRun(spark, new ClipExperiment(), out, new Silent(), lease, false)
          .train(grid("0.002"), plan);
    }
  }

  private static final class Silent implements RunLines {
    @Override
    public void accept(String line) {}

    @Override
    public void say(String line) {}
  }

  private static List<Attempt> attempts(String lr) {
    GridFile grid = grid(lr);
    GridInputs inputs = new ClipExperiment().inputs(grid);
    return grid.cells().stream().map(cell -> new Attempt(inputs.cellId(cell), 0, cell)).toList();
  }

  private static GridFile grid(String lr) {
    return GridFile.parse(
        "g",
        """
        name: g
        weights: mini
        vocab: mini
        axes: {seed: [1, 2, 3, 4], loss: [none, pan]}
        settings: {dataset: mini-tiles, shots: 1, epochs: 25, omega: 1, views: 0, lr: %s}
        """
            .formatted(lr),
        List.of());
  }

  private OutFolder out(String name) {
    return OutFolder.at(folder.resolve(name).toString(), new Configuration());
  }
}
