package dev.nemesis.spark.table;

import dev.nemesis.grid.CellResult;
import java.io.IOException;

/**
 * A finished cell as the bytes of its file, ready to be committed.
 *
 * @param cellId the cell
 * @param attempt counted from 0
 * @param content a Parquet file of one row
 */
public record CellFile(String cellId, int attempt, byte[] content) {
  /** Encodes a result. */
  public static CellFile of(CellResult result) throws IOException {
    return new CellFile(result.cellId(), result.attempt(), RecordParquet.encode(result));
  }

  /** Its name below the output folder. */
  public String path() {
    return CellFiles.path(cellId, attempt);
  }
}
