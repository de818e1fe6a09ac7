package dev.nemesis.spark;

import dev.nemesis.grid.GridFile;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which grid. */
final class GridOptions {
  @Parameters(paramLabel = "GRID", description = "Grid file (YAML), e.g. conf/grids/mini.yaml.")
  private String file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Override a value of the grid file: weights, vocab, data.root, data.declarations, "
              + "or a key of axes and settings, e.g. --set seed=[1,2] --set settings.epochs=5.")
  private List<String> sets = new ArrayList<>();

  GridFile read() {
    return GridFile.read(file, sets);
  }
}
