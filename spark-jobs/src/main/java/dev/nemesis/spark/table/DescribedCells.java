package dev.nemesis.spark.table;

import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CellFailure;
import dev.nemesis.grid.CellLabel;
import dev.nemesis.grid.CellLabels;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The settings and the label of every cell, which tables take from here alone: of a grid's cells,
 * done or not, and of those that earlier versions of the grid left in the folder.
 */
final class DescribedCells {
  private final Map<String, Cell> grid;
  private final Map<String, Cell> earlier;
  private final List<Setting> settings;

  private DescribedCells(Map<String, Cell> grid, Map<String, Cell> earlier) {
    this.grid = grid;
    this.earlier = earlier;
    List<Cell> cells = new ArrayList<>(grid.values());
    cells.addAll(earlier.values());
    settings = Setting.all(cells);
  }

  private StructType schema() {
    return new StructType()
        .add("cell_id", DataTypes.StringType)
        .add("in_grid", DataTypes.BooleanType)
        .add("settings", settingsSchema())
        .add("label", RecordSchema.spark(CellLabel.class));
  }

  /**
   * The cells of a folder, read from its files where the grid does not have them.
   *
   * @param planned the grid's cells by their ids; none where the grid is unknown, and then all that
   *     the folder holds are the grid's
   */
  static DescribedCells of(OutFolder out, Map<String, Cell> planned) {
    Map<String, Cell> others = new LinkedHashMap<>();
    CellFiles.failed(out)
        .forEach(
            (id, attempt) -> {
              if (!planned.containsKey(id)) {
                CellFailure failure = CellFiles.failure(out, id, attempt);
                others.put(failure.cellId(), failure.cell());
              }
            });
    CellFiles.done(out)
        .forEach(
            (id, attempt) -> {
              if (!planned.containsKey(id) && !others.containsKey(id)) {
                CellResult result = CellFiles.read(out, id, attempt);
                others.put(result.cellId(), result.cell());
              }
            });
    return planned.isEmpty()
        ? new DescribedCells(others, Map.of())
        : new DescribedCells(planned, others);
  }

  /** Makes the view {@code described_cells}. */
  void register(SparkSession spark) {
    List<Row> rows = described().stream().map(one -> one.row(settings)).toList();
    spark.createDataFrame(rows, schema()).createOrReplaceTempView("described_cells");
  }

  /** Returns the hexadecimal SHA-256 of the view's schema and rows. */
  String digest() {
    StringBuilder text = new StringBuilder(schema().toDDL());
    for (Described one : described()) {
      text.append('\n').append(one).append(Setting.values(one.cell));
    }
    return DigestUtils.sha256Hex(text.toString());
  }

  private List<Described> described() {
    List<Described> all = new ArrayList<>();
    CellLabels ofGrid = new CellLabels(grid.values());
    grid.forEach((id, cell) -> all.add(new Described(id, true, cell, ofGrid.of(cell))));
    // What is no longer of the grid is told apart from what is.
    List<Cell> cells = new ArrayList<>(grid.values());
    cells.addAll(earlier.values());
    CellLabels ofAll = earlier.isEmpty() ? ofGrid : new CellLabels(cells);
    earlier.forEach((id, cell) -> all.add(new Described(id, false, cell, ofAll.of(cell))));
    return all;
  }

  private record Described(String id, boolean isInGrid, Cell cell, CellLabel label) {
    Row row(List<Setting> settings) {
      Object[] values = settings.stream().map(setting -> setting.in(cell)).toArray();
      Row[] parts =
          label.parts().stream()
              .map(part -> RowFactory.create(part.setting(), part.isOfLoss(), part.text()))
              .toArray(Row[]::new);
      return RowFactory.create(
          id,
          isInGrid,
          RowFactory.create(values),
          RowFactory.create(
              label.approach(),
              label.text(),
              label.withoutOmega(),
              label.withoutLoss(),
              parts,
              label.unlikePaper().toArray(String[]::new),
              label.deviations().toArray(String[]::new),
              label.isMain(),
              label.isLongest(),
              label.sortKey()));
    }
  }

  private StructType settingsSchema() {
    return DataTypes.createStructType(
        settings.stream()
            .map(
                setting -> DataTypes.createStructField(setting.key(), column(setting.type()), true))
            .toArray(StructField[]::new));
  }

  private static DataType column(Class<?> type) {
    return type == List.class
        ? DataTypes.createArrayType(DataTypes.StringType)
        : RecordSchema.leaf(type);
  }
}
