package dev.nemesis.spark.table;

import com.univocity.parsers.common.record.Record;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The numbers the paper prints, {@code conf/paper/*.csv}, as one view {@code paper}: a row is one
 * number of one of its tables. {@code table} is {@code A5}; datasets and targets have the paper's
 * names; {@code accuracy} is in percent; columns a table does not have are null.
 */
final class PaperNumbers {
  private static final Map<String, String> FILES =
      new TreeMap<>(
          Map.of(
              "1", "table_1_domain_generalization.csv",
              "2", "table_2_plot.csv",
              "3", "table_3_positions.csv",
              "4", "table_4_beta.csv",
              "A1", "table_a1_datasets.csv",
              "A5", "table_a5_few_shot.csv",
              "A6", "table_a6_tau.csv",
              "A7", "table_a7_norm.csv",
              "A8", "table_a8_cost.csv",
              "A9", "table_a9_cost_positions.csv"));

  private static final StructType SCHEMA =
      StructType.fromDDL(
          "table STRING, dataset STRING, target STRING, method STRING, loss STRING, omega DOUBLE,"
              + " beta DOUBLE, tau DOUBLE, norm STRING, positions INT, selection BOOLEAN, shots INT,"
              + " accuracy DOUBLE, seconds_per_batch DOUBLE, classes INT, train INT, test INT, task STRING");

  private PaperNumbers() {}

  /** Makes the view {@code paper}. */
  static void register(SparkSession spark) {
    List<Row> rows = new ArrayList<>();
    FILES.forEach((table, file) -> rows.addAll(rows(file, SCHEMA, table)));
    spark.createDataFrame(rows, SCHEMA).createOrReplaceTempView("paper");
  }

  /**
   * The rows of one of the files.
   *
   * @param schema of the columns that are wanted
   * @param table the value of a column {@code table}; null if none is wanted
   */
  static List<Row> rows(String file, StructType schema, String table) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setHeaderExtractionEnabled(true);
    try (InputStream in = PaperNumbers.class.getResourceAsStream("/conf/paper/" + file)) {
      if (in == null) {
        throw new IllegalStateException("The program was built without conf/paper/" + file);
      }
      List<Row> rows = new ArrayList<>();
      for (Record line : new CsvParser(settings).iterateRecords(in, "UTF-8")) {
        Object[] values = new Object[schema.size()];
        for (int i = 0; i < values.length; i++) {
          StructField field = schema.fields()[i];
          values[i] = field.name().equals("table") ? table : value(line, field);
        }
        rows.add(RowFactory.create(values));
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object value(Record line, StructField field) {
    String text =
        line.getMetaData().containsColumn(field.name()) ? line.getString(field.name()) : null;
    if (text == null || field.dataType().equals(DataTypes.StringType)) {
      return text;
    } else if (field.dataType().equals(DataTypes.IntegerType)) {
      return Integer.valueOf(text);
    } else if (field.dataType().equals(DataTypes.BooleanType)) {
      return Boolean.valueOf(text);
    }
    return Double.valueOf(text);
  }
}
