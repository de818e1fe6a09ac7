package dev.nemesis.spark.run;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.GridFile;
import dev.nemesis.spark.table.OutFolder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which version of a grid cells of an output folder belong to: the newest that has them.
 *
 * @param grid the version
 * @param inputs its weights and datasets
 * @param cells of those asked for, by id
 */
public record CellOwners(GridFile grid, GridInputs inputs, Map<String, Cell> cells) {

  /**
   * Finds the owners.
   *
   * @param cellIds of cells that ran in the folder, done or not
   * @return the newest version first, each with at least one cell
   * @throws InputException naming ids that no version has
   */
  public static List<CellOwners> of(
      OutFolder out, Experiment experiment, Collection<String> cellIds) {
    Set<String> open = new LinkedHashSet<>(cellIds);
    List<CellOwners> owners = new ArrayList<>();
    for (GridFile version : GridVersions.newestFirst(out)) {
      if (open.isEmpty()) {
        break;
      }
      GridInputs inputs = experiment.inputs(version);
      Map<String, Cell> cells = new LinkedHashMap<>(GridPlan.byId(version, inputs));
      cells.keySet().retainAll(open);
      if (!cells.isEmpty()) {
        owners.add(new CellOwners(version, inputs, cells));
        open.removeAll(cells.keySet());
      }
    }
    if (!open.isEmpty()) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT,
          "find "
              + String.join(", ", open)
              + " in "
              + out.location()
              + ": no grid that ran there has such a cell with the weights and data as they are now; give a"
              + " cell_id of table results, or bring back what was changed");
    }
    return owners;
  }
}
