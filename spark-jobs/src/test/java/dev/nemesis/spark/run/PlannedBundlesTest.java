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
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
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
  void aBundleThatIsNotOfTheCellsItWasPlannedOfCountsForNothing() throws IOException {
    OutFolder out = OutFolder.at(folder.toString(), new Configuration());
    GridPlan first = plan(out, 5);
    PlannedBundles.in(out).add(out, first.bundles());
    String file = "bundles/" + out.names("bundles").get(0);
    String text = out.read(file);
    String cell = first.bundles().get(0).attempts().get(0).cellId();
    for (String changed :
        List.of(text.replace(cell, "other"), "", "null", "{}x", "[]", "{\"a-1cells-0\": [null]}")) {
      out.replace(file, changed);

      PlannedBundles read = PlannedBundles.in(out);

      assertThat(read.cells()).as(changed).isEmpty();
      assertThat(read.damaged())
          .singleElement()
          .hasToString(file + " is damaged: it is no plan of bundles that 'nemesis run' wrote");
      assertThat(plan(out, 5).bundles()).isEqualTo(first.bundles());
    }
  }

  @Test
  void cellsThatCannotBeTrainedTogetherAreNotWhateverAFileSays() throws IOException {
    OutFolder out = OutFolder.at(folder.toString(), new Configuration());
    List<String> ids =
        Stream.concat(
                plan(out, 1, "red").bundles().stream(), plan(out, 1, "blue").bundles().stream())
            .map(bundle -> bundle.attempts().get(0).cellId())
            .toList();
    String hash = DigestUtils.sha256Hex("[\"" + String.join("\",\"", ids) + "\"]").substring(0, 10);
    assertThat(Bundle.isOf("red-16shot-coop-20cells-" + hash, ids)).isTrue();
    PlannedBundles planned =
        new PlannedBundles(Map.of("red-16shot-coop-20cells-" + hash, ids), List.of());
    GridFile both = grid("red, blue");

    List<Bundle> bundles =
        GridPlan.ofMissing(
                both,
                new FakeExperiment().inputs(both),
                out,
                new Bundling(cell -> 100, planned),
                List.of())
            .bundles();

    assertThat(bundles)
        .extracting(bundle -> bundle.shared().dataset())
        .containsExactlyInAnyOrder("red", "blue");
  }

  @Test
  void namesOfPlansNeverComeAgain() throws IOException {
    OutFolder out = OutFolder.at(folder.toString(), new Configuration());
    out.replace("bundles/0001.json", "{}"); // as version 0.1 called them
    PlannedBundles.none().add(out, plan(out, 5).bundles());
    String second = out.names("bundles").get(1);
    assertThat(second).startsWith("0002-");
    out.delete("bundles/0001.json");

    PlannedBundles.none().add(out, plan(out, 3, "blue").bundles());
    out.replace("bundles/notes.json", "mine");

    assertThat(out.names("bundles"))
        .hasSize(3)
        .contains(second)
        .anyMatch(n -> n.startsWith("0003-"));
    assertThat(PlannedBundles.in(out).cells()).hasSize(2 + 4);
    assertThat(PlannedBundles.in(out).damaged()).isEmpty();
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

  private static GridFile grid(String datasets) {
    return GridFile.parse(
        "g",
        "{name: g, axes: {dataset: [%s], seed: [1, 2, 3, 4, 5], loss: [none, pun]}}"
            .formatted(datasets),
        List.of());
  }

  private static GridPlan plan(OutFolder out, int size) {
    return plan(out, size, "red");
  }

  private static GridPlan plan(OutFolder out, int size, String dataset) {
    GridFile grid = grid(dataset);
    GridInputs inputs = new FakeExperiment().inputs(grid);
    return GridPlan.ofMissing(
        grid, inputs, out, new Bundling(cell -> size, PlannedBundles.in(out)), List.of());
  }
}
