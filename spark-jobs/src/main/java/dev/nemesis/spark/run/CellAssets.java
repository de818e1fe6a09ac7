package dev.nemesis.spark.run;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.GridFile;
import dev.nemesis.spark.feature.Assets;
import dev.nemesis.spark.table.OutFolder;

/** Finds the weights and the vocabulary that finished cells were trained with. */
public final class CellAssets {
  private CellAssets() {}

  /**
   * Returns the assets of the newest version of the grid that has the weights the cell was trained
   * with.
   *
   * @param cellId for messages
   * @param backbone as the cell names it
   * @param weightsDigest SHA-256 of the weights, of the cell's provenance
   * @throws InputException if no version has them, or those it names cannot be read
   */
  public static Assets of(OutFolder out, String cellId, String backbone, String weightsDigest) {
    for (GridFile version : GridVersions.newestFirst(out)) {
      if (!version.weights().containsKey(backbone)) {
        continue;
      }
      Assets assets = Assets.of(version, backbone);
      if (assets.clipWeights().digest().equals(weightsDigest)) {
        return assets;
      }
    }
    throw InputException.cannot(
        ErrorCode.WEIGHTS,
        "find the weights of cell "
            + cellId
            + ": those the grid names are not, or no longer, of the SHA-256 "
            + weightsDigest
            + "; use 'nemesis export-prompt' and give its file, --weights and --vocab");
  }
}
