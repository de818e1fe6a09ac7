package dev.nemesis.spark.run;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.GridFile;
import dev.nemesis.spark.table.CostFiles;
import dev.nemesis.spark.table.JsonFile;
import dev.nemesis.spark.table.OutFolder;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which grid an output folder belongs to: {@code grid.json}, and the text of every version of it
 * that was ever run there, {@code grids/<number>-<digest>.yaml}. A grid may grow (another seed,
 * another dataset) in the same folder, as its finished cells stay what they are; a grid of another
 * name may not use it.
 */
public final class GridVersions {
  private static final String MANIFEST = "grid.json";
  private static final String FOLDER = "grids";

  /**
   * Names that may be in a folder before a grid is: timings, and the remains of a run that ended at
   * once, or found no room for more.
   */
  private static final Set<String> OF_NOBODY = Set.of(CostFiles.FOLDER, "lease", FOLDER);

  /**
   * Version of how an output folder is laid out. It is raised by a change after which an older
   * program would misread the folder.
   */
  private static final int LAYOUT = 1;

  private GridVersions() {}

  /**
   * Content of {@code grid.json}.
   *
   * @param name of the grid
   * @param digest of the version last run, see {@link GridFile#digest}
   * @param cells ids of its cells
   * @param layout version of how the folder is laid out; 0 in folders older than layouts
   */
  public record Manifest(String name, String digest, List<String> cells, int layout) {
    public Manifest {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(digest, "digest");
      cells = List.copyOf(cells);
    }
  }

  /**
   * Makes sure that the folder is this grid's, or nobody's yet; timings of the bench are nobody's.
   *
   * @throws InputException if it belongs to another grid or to something else
   */
  public static void check(OutFolder out, GridFile grid) {
    if (out.exists(MANIFEST)) {
      String name = manifest(out).name();
      if (!name.equals(grid.name())) {
        throw InputException.cannot(
            ErrorCode.OUTPUT,
            "put grid "
                + grid.name()
                + " into output folder "
                + out.location()
                + ": it belongs to grid "
                + name
                + "; give another folder");
      }
    } else if (!OF_NOBODY.containsAll(out.names(""))) {
      throw InputException.cannot(
          ErrorCode.OUTPUT,
          "use "
              + out.location()
              + " as an output folder: it holds other files and no "
              + MANIFEST
              + "; give a new or an empty folder");
    }
  }

  /** Writes down that this version of the grid runs here. */
  public static void record(OutFolder out, GridFile grid, Collection<String> cellIds) {
    String digest = grid.digest();
    List<String> versions = versions(out);
    if (!out.exists(MANIFEST) || !manifest(out).digest().equals(digest)) {
      int number = versions.isEmpty() ? 1 : 1 + number(versions.get(versions.size() - 1));
      String name = String.format(Locale.ROOT, "%04d-%s.yaml", number, digest.substring(0, 12));
      out.replace(FOLDER + "/" + name, grid.yaml());
    }
    Manifest manifest = new Manifest(grid.name(), digest, List.copyOf(cellIds), LAYOUT);
    if (out.exists(MANIFEST) && manifest(out).equals(manifest)) {
      return; // a run with nothing new leaves every file as it is
    }
    JsonFile.replace(out, MANIFEST, manifest);
  }

  /**
   * The grid a folder belongs to.
   *
   * @throws InputException if it is no output folder
   */
  public static Manifest manifest(OutFolder out) {
    if (!out.exists(MANIFEST)) {
      throw InputException.cannot(
          ErrorCode.OUTPUT,
          "find "
              + MANIFEST
              + " in "
              + out.location()
              + "; give the folder that 'nemesis run --out' wrote to");
    }
    String text = out.read(MANIFEST);
    String otherwise = "it is not what 'nemesis run' writes; give an output folder of a grid";
    // Before anything else is asked of it: a newer one may hold other things.
    int layout =
        JsonFile.of(out, MANIFEST, text, new TypeReference<JsonNode>() {}, otherwise)
            .path("layout")
            .asInt();
    if (layout > LAYOUT) {
      throw InputException.cannot(
          ErrorCode.OUTPUT,
          "use output folder %s: a newer version of this program wrote it (layout %d, this one"
                  .formatted(out.location(), layout)
              + " knows %d); use that version, or another folder".formatted(LAYOUT));
    }
    return JsonFile.of(out, MANIFEST, text, new TypeReference<Manifest>() {}, otherwise);
  }

  /** Every version that was run here, the newest first. */
  public static List<GridFile> newestFirst(OutFolder out) {
    return versions(out).stream()
        .sorted(Comparator.comparingInt(GridVersions::number).reversed())
        .map(
            name ->
                GridFile.parse(
                    "grid file " + name + " in " + out.location(),
                    out.read(FOLDER + "/" + name),
                    List.of()))
        .toList();
  }

  /**
   * The cells of the version last run, by their ids, in order; none where the folder is no grid's,
   * or where this program reads the grid differently from the one that ran it.
   */
  public static Map<String, Cell> planned(OutFolder out) {
    if (!out.exists(MANIFEST)) {
      return Map.of();
    }
    List<String> ids = manifest(out).cells();
    List<Cell> cells = newestFirst(out).stream().findFirst().map(GridFile::cells).orElse(List.of());
    Map<String, Cell> planned = new LinkedHashMap<>();
    // The manifest names them in the grid's order.
    for (int i = 0; i < ids.size() && ids.size() == cells.size(); i++) {
      planned.put(ids.get(i), cells.get(i));
    }
    return planned;
  }

  private static List<String> versions(OutFolder out) {
    return out.names(FOLDER).stream()
        .filter(name -> name.matches("\\d{4,9}-[0-9a-f]+\\.yaml"))
        .sorted(Comparator.comparingInt(GridVersions::number))
        .toList();
  }

  private static int number(String version) {
    return Integer.parseInt(version.substring(0, version.indexOf('-')));
  }
}
