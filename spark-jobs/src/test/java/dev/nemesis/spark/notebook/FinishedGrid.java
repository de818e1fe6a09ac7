package dev.nemesis.spark.notebook;

import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.GridFile;
import dev.nemesis.grid.Method;
import dev.nemesis.loss.Corruption;
import dev.nemesis.spark.run.FakeExperiment;
import dev.nemesis.spark.run.GridVersions;
import dev.nemesis.spark.run.PromptSweeper;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.CorruptionFiles;
import dev.nemesis.spark.table.OutFolder;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** An output folder such as the project's notebooks are about, with numbers no training made. */
public final class FinishedGrid {
  private static final GridFile GRID =
      GridFile.parse(
          "grid.yaml",
          """
          name: small
          presets: {coop: {loss: none}, pun: {loss: pun}, pan: {loss: pan}}
          axes:
            method: [zeroshot, coop]
            dataset: [red, blue]
            preset: [coop, pun, pan]
            shots: [1, 16]
            seed: [1, 2]
          settings: {epochs: 2, ctx_len: 4, omega: 10}
          """,
          List.of());

  private FinishedGrid() {}

  /** Whether a file of {@link #in} is of zero-shot CLIP, which learns nothing. */
  static boolean isZeroShot(Path file) {
    String name = file.getFileName().toString();
    int cell = Integer.parseInt(name.substring("cell-".length(), name.lastIndexOf("-a")));
    return GRID.cells().get(cell).method().equals(Method.ZEROSHOT);
  }

  /** Every cell, its prompt corrupted. */
  public static Path in(Path folder) throws Exception {
    OutFolder out = OutFolder.at(folder.resolve("out").toString(), new Configuration());
    PromptSweeper sweeper = new FakeExperiment().sweeper(GRID, "");
    List<Cell> cells = GRID.cells();
    for (int i = 0; i < cells.size(); i++) {
      CellResult result = FakeExperiment.result(new Attempt("cell-" + i, 0, cells.get(i)), 1);
      CellFiles.commit(out, result);
      if (cells.get(i).method().isTrained()) {
        CorruptionFiles.commit(out, sweeper.sweep(result, Corruption.Noise.VARIANCE));
      }
    }
    GridVersions.record(out, GRID, List.of());
    return folder.resolve("out");
  }
}
