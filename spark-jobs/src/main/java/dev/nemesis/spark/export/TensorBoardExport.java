package dev.nemesis.spark.export;

import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.EpochResult;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * Training curves for TensorBoard: {@code CELL_ID/events.out.tfevents.SECONDS.HOST}, one run a
 * cell, a step an epoch counted from 0. Nobody noted when an epoch ended, so all events have the
 * time at which the cell was finished.
 */
public final class TensorBoardExport {
  private TensorBoardExport() {}

  /**
   * Writes the curves of every finished cell that has some, reading one cell at a time.
   *
   * @return how many cells these were
   */
  public static int write(OutFolder out, ExportedCells cells, ExportFolder to) throws IOException {
    int written = 0;
    for (Map.Entry<String, Integer> cell : cells.done().entrySet()) {
      CellResult result = CellFiles.read(out, cell.getKey(), cell.getValue());
      if (!result.epochs().isEmpty()) {
        write(result, to);
        written++;
      }
    }
    return written;
  }

  private static void write(CellResult result, ExportFolder to) throws IOException {
    Instant finished = Instant.parse(result.provenance().finishedAt());
    String host = result.provenance().host().replaceAll("[^A-Za-z0-9.-]", "_");
    String name =
        String.format(
            Locale.ROOT,
            "%s/events.out.tfevents.%010d.%s",
            result.cellId(),
            finished.getEpochSecond(),
            host);
    try (OutputStream file = to.create(name)) {
      EventFile events = new EventFile(file, finished.toEpochMilli() / 1000.0);
      for (EpochResult epoch : result.epochs()) {
        events.scalars(epoch.epoch(), EpochScalars.of(epoch));
      }
    }
  }
}
