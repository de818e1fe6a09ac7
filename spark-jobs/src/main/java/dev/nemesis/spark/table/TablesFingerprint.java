package dev.nemesis.spark.table;

import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CellFailure;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.CorruptionResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Tells in one digest all that compact tables come from: the files of results by their names, for
 * they are never changed, and sizes, for a damaged one is to be noticed; the cells with their
 * labels; and the definitions of this program. Clocks have no part in it.
 */
final class TablesFingerprint {
  private static final List<String> FOLDERS =
      List.of(CellFiles.CELLS, CellFiles.FAILURES, CorruptionFiles.FOLDER);

  private static final List<Class<? extends Record>> RECORDS =
      List.of(CellResult.class, CellFailure.class, CorruptionResult.class);

  /** How they are stored, where neither records nor definitions tell: times are typed. */
  private static final String LAYOUT = "2";

  private TablesFingerprint() {}

  /**
   * The digest, as hexadecimal SHA-256, of what a folder holds now.
   *
   * @param planned the grid's cells by their ids
   */
  static String now(OutFolder out, Map<String, Cell> planned) {
    List<String> lines = new ArrayList<>();
    lines.add(LAYOUT);
    RECORDS.forEach(record -> lines.add(RecordSchema.spark(record).toDDL()));
    lines.add(SqlFile.view(CellViews.FILES).text());
    lines.add(SqlFile.view(CellViews.BASE).text());
    CellViews.TABLES.forEach(table -> lines.add(SqlFile.view(table).text()));
    lines.add(DescribedCells.of(out, planned).digest());
    for (String folder : FOLDERS) {
      lines.add(folder);
      lines.addAll(out.namesAndSizes(folder));
    }
    return DigestUtils.sha256Hex(String.join("\n", lines));
  }
}
