package dev.nemesis.spark.export;

import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.EpochResult;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Training curves and settings for TensorBoard: {@code RUN/events.out.tfevents.SECONDS.HOST}, one
 * run a cell by its name in {@link RunNames}, a step an epoch counted from 0, and what was chosen
 * for the cell as the HParams plugin reads it. Nobody noted when an epoch ended, so all events have
 * the time at which the cell was finished.
 */
public final class TensorBoardExport {
  private TensorBoardExport() {}

  /**
   * Writes the curves of every finished cell that has some, reading one cell at a time.
   *
   * @return how many cells these were
   */
  public static int write(OutFolder out, ExportedCells cells, ExportFolder to) throws IOException {
    Map<String, String> names = RunNames.of(cells.done().keySet());
    int written = 0;
    for (Map.Entry<String, Integer> cell : cells.done().entrySet()) {
      CellResult result = CellFiles.read(out, cell.getKey(), cell.getValue());
      if (!result.epochs().isEmpty()) {
        write(result, names.get(cell.getKey()), to);
        written++;
      }
    }
    return written;
  }

  private static void write(CellResult result, String run, ExportFolder to) throws IOException {
    double started = seconds(result.provenance().startedAt());
    double finished = seconds(result.provenance().finishedAt());
    String host = result.provenance().host().replaceAll("[^A-Za-z0-9.-]", "_");
    String name =
        String.format(Locale.ROOT, "%s/events.out.tfevents.%010d.%s", run, (long) finished, host);
    try (OutputStream file = to.create(name)) {
      EventFile events = new EventFile(file, finished);
      events.value(HyperParameters.start(hyperParameters(result), started));
      for (EpochResult epoch : result.epochs()) {
        events.scalars(epoch.epoch(), EpochScalars.of(epoch));
      }
      events.value(HyperParameters.end(finished));
    }
  }

  private static Map<String, Object> hyperParameters(CellResult result) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("cell_id", result.cellId());
    values.putAll(CellParameters.of(result.cell()));
    return values;
  }

  private static double seconds(String time) {
    return Instant.parse(time).toEpochMilli() / 1000.0;
  }
}
