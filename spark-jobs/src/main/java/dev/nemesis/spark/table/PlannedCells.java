package dev.nemesis.spark.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nemesis.grid.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/** The cells a grid has, done or not, as a view {@code planned_cells} of ids and cells. */
final class PlannedCells {
  private record PlannedCell(String cellId, Cell cell) {}

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
          .build();

  private PlannedCells() {}

  /** Columns are those of cells' files; what JSON says beside them is not taken. */
  static void register(SparkSession spark, Map<String, Cell> planned) {
    List<String> lines = new ArrayList<>();
    planned.forEach((id, cell) -> lines.add(json(new PlannedCell(id, cell))));
    spark
        .read()
        .schema(RecordSchema.spark(PlannedCell.class))
        .json(spark.createDataset(lines, Encoders.STRING()))
        .createOrReplaceTempView("planned_cells");
  }

  private static String json(PlannedCell cell) {
    try {
      return JSON.writeValueAsString(cell);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A cell is plain JSON", e);
    }
  }
}
