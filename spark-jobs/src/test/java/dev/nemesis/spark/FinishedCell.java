package dev.nemesis.spark;

import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.GridFile;
import dev.nemesis.grid.LearnedArray;
import dev.nemesis.grid.Method;
import dev.nemesis.grid.PromptSpec;
import dev.nemesis.grid.Provenance;
import dev.nemesis.spark.run.FakeExperiment;
import dev.nemesis.spark.run.GridVersions;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Output folders of a grid on the mini model with finished cells that no training made. */
final class FinishedCell {
  static final String ID = "mini-tiles-1shot-coop-none-s1-0123456789ab";
  static final String ZERO_SHOT = "mini-tiles-zeroshot-0123456789ab";
  static final int EPOCHS = 7;

  private static final GridFile GRID =
      GridFile.parse(
          "grid.yaml",
          "{name: g, weights: mini, vocab: mini, axes: {method: [coop, zeroshot]},"
              + " settings: {dataset: mini-tiles, shots: 1, epochs: 7}}",
          List.of());

  private FinishedCell() {}

  /** Commits cell {@link #ID}, attempts 0 and 1, of which the second learned the arrays. */
  static void commit(
      Path folder,
      Method method,
      PromptSpec prompt,
      List<LearnedArray> learned,
      String weightsDigest)
      throws IOException {
    Cell base = GRID.cells().get(0);
    Cell cell =
        new Cell(
            base.backbone(),
            base.dataset(),
            method,
            prompt,
            base.loss(),
            base.optimizer(),
            base.shots(),
            base.seed(),
            base.views(),
            base.targets(),
            base.classes());
    OutFolder out = out(folder);
    GridVersions.record(out, GRID, List.of(ID, ZERO_SHOT));
    CellFiles.commit(out, FakeExperiment.result(new Attempt(ID, 0, cell), 1));
    CellResult fake = FakeExperiment.result(new Attempt(ID, 1, cell), 1);
    Provenance from = fake.provenance();
    CellFiles.commit(
        out,
        new CellResult(
            ID,
            1,
            cell,
            fake.accuracy(),
            fake.macroF1(),
            fake.evaluations(),
            fake.epochs(),
            learned,
            fake.steps(),
            1,
            fake.stepSeconds(),
            new Provenance(
                from.program(),
                from.gridDigest(),
                weightsDigest,
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
                null)));
  }

  /** Commits cell {@link #ZERO_SHOT}. */
  static void commitZeroShot(Path folder) throws IOException {
    GridVersions.record(out(folder), GRID, List.of(ID, ZERO_SHOT));
    CellFiles.commit(
        out(folder), FakeExperiment.result(new Attempt(ZERO_SHOT, 0, GRID.cells().get(1)), 1));
  }

  private static OutFolder out(Path folder) {
    return OutFolder.at(folder.toString(), new Configuration());
  }
}
