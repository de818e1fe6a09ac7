package dev.nemesis.spark;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.CellResult;
import dev.nemesis.spark.run.CellNames;
import dev.nemesis.spark.run.GridVersions;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import picocli.CommandLine.Option;

/** Which finished cell to read. */
final class CellOptions {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder that 'nemesis run' wrote to; a path or a URI.")
  private String location;

  @Option(
      names = "--cell",
      required = true,
      paramLabel = "ID",
      description = "A finished cell by its id or the beginning of one, see table results.")
  private String id;

  /**
   * The folder.
   *
   * @throws InputException if it is no output folder
   */
  OutFolder folder() {
    OutFolder out = new SparkOptions().folder(location);
    GridVersions.manifest(out);
    return out;
  }

  /**
   * The cell's latest good attempt.
   *
   * @throws InputException if it is not done
   */
  CellResult finished() {
    OutFolder out = folder();
    return CellFiles.read(out, CellNames.in(out).resolve(id));
  }

  /**
   * Returns the cell's latest good attempt, which must have learned a prompt.
   *
   * @throws InputException if it is not done, or learned nothing
   */
  CellResult read() {
    CellResult result = finished();
    if (result.learned().isEmpty()) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT,
          "find a learned prompt in cell "
              + result.cellId()
              + ": zero-shot learns none; give a cell of another method");
    }
    return result;
  }
}
