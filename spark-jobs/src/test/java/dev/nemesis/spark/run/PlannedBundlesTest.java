package dev.nemesis.spark.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Bundle;
import dev.nemesis.grid.CellFailure;
import dev.nemesis.grid.FailureKind;
import dev.nemesis.grid.GridFile;
import dev.nemesis.spark.run.GridPlan.Bundling;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannedBundlesTest {
  @TempDir Path folder;

  @Test
  void whatARunLeftIsTrainedInTheSameCompanyWhateverIsDone() throws IOException {
    for (int done = 0; done < 4; done++) {
      OutFolder out = OutFolder.at(folder.resolve("out" + done).toString(), new Configuration());
      // Ten cells in four bundles, of which some have three cells: what is left of them, planned
      // anew, would be cut in other places.
      GridPlan first = plan(out, 3);
      PlannedBundles.in(out).add(out, first.bundles());
      assertThat(first.bundles()).hasSize(4);
      List<Bundle> open = new ArrayList<>(first.bundles());
      commit(out, open.remove(done));

      // Another machine, with room for more.
      assertThat(plan(out, 100).bundles()).containsExactlyInAnyOrderElementsOf(open);
    }
  }

  @Test
  void aBundleThatIsNotWholeAnyMoreIsPlannedAnew() throws IOException {
    OutFolder out = OutFolder.at(folder.toString(), new Configuration());
    GridPlan first = plan(out, 5);
    PlannedBundles.in(out).add(out, first.bundles());
    Attempt done = first.bundles().get(0).attempts().get(1);
    CellFiles.commit(out, FakeExperiment.result(done, 5));

    GridPlan second = plan(out, 5);

    assertThat(second.toTrain()).isEqualTo(9);
    assertThat(second.bundles()).hasSize(2).contains(first.bundles().get(1));
  }

  @Test
  void aCellThatDivergedIsNotPlannedAgainAndOneThatFailedOtherwiseIs() throws IOException {
    OutFolder out = OutFolder.at(folder.toString(), new Configuration());
    List<Attempt> attempts = plan(out, 1).bundles().stream().map(b -> b.attempts().get(0)).toList();
    fail(out, attempts.get(0), FailureKind.DIVERGED);
    fail(out, attempts.get(1), FailureKind.INFRASTRUCTURE);

    GridPlan again = plan(out, 1);

    assertThat(again.diverged()).containsExactly(attempts.get(0).cellId());
    assertThat(again.toTrain()).isEqualTo(9);
    assertThat(again.bundles())
        .extracting(bundle -> bundle.attempts().get(0))
        .contains(new Attempt(attempts.get(1).cellId(), 1, attempts.get(1).cell()));
  }

  private static void fail(OutFolder out, Attempt attempt, FailureKind kind) throws IOException {
    CellFiles.commit(
        out,
        new CellFailure(
            attempt.cellId(),
            attempt.attempt(),
            attempt.cell(),
            "train",
            kind,
            "m",
            "s",
            "h",
            "t"));
  }

  private static void commit(OutFolder out, Bundle bundle) throws IOException {
    for (Attempt attempt : bundle.attempts()) {
      CellFiles.commit(out, FakeExperiment.result(attempt, bundle.size()));
    }
  }

  private static GridPlan plan(OutFolder out, int size) {
    GridFile grid =
        GridFile.parse(
            "g",
            "{name: g, axes: {dataset: [red], seed: [1, 2, 3, 4, 5], loss: [none, pun]}}",
            List.of());
    GridInputs inputs = new FakeExperiment().inputs(grid);
    return GridPlan.ofMissing(
        grid, inputs, out, new Bundling(cell -> size, PlannedBundles.in(out)), List.of());
  }
}
