package dev.nemesis.spark.run;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.error.Nearest;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.OutFolder;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Cells as a user names them: by id, or by as much of its beginning as no other id has. */
public final class CellNames {
  private static final int LISTED = 3;

  private final OutFolder out;
  private final Set<String> known;

  private CellNames(OutFolder out, Set<String> known) {
    this.out = out;
    this.known = known;
  }

  /** Returns the names in a folder: cells of its grid, and all that were ever tried there. */
  public static CellNames in(OutFolder out) {
    Set<String> known = new TreeSet<>(CellFiles.tried(out).keySet());
    known.addAll(GridVersions.manifest(out).cells());
    return new CellNames(out, known);
  }

  /**
   * The id that is meant.
   *
   * @throws InputException if no cell or several can be meant
   */
  public String resolve(String given) {
    if (known.contains(given)) {
      return given;
    }
    List<String> fitting = known.stream().filter(id -> id.startsWith(given)).toList();
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    if (fitting.isEmpty()) {
      throw InputException.cannot(
          ErrorCode.ARGUMENT,
          "find cell %s in %s%s; give a cell_id of table results or the beginning of one"
              .formatted(given, out.location(), known.isEmpty() ? "" : Nearest.hint(given, known)));
    }
    throw InputException.cannot(
        ErrorCode.ARGUMENT,
        "tell which cell %s is: %d begin like that (%s%s); give more of the id"
            .formatted(
                given,
                fitting.size(),
                String.join(", ", fitting.subList(0, Math.min(LISTED, fitting.size()))),
                fitting.size() > LISTED ? ", ..." : ""));
  }
}
