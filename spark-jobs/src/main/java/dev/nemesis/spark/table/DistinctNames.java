package dev.nemesis.spark.table;

import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Rows whose columns have a name each, however a query called them: of columns of one name the
 * second {@code x} is {@code x_2}, or with the next number that is free. Names that differ in case
 * alone are one name, as they are to Spark. The fields of a struct are named likewise.
 */
final class DistinctNames {
  private DistinctNames() {}

  /** Returns the rows with distinct names; the same object where nothing has to be renamed. */
  static Dataset<Row> of(Dataset<Row> rows) {
    StructType given = rows.schema();
    StructType wanted = distinct(given);
    if (wanted.equals(given)) {
      return rows;
    }
    String[] places =
        IntStream.range(0, given.length()).mapToObj(i -> "c" + i).toArray(String[]::new);
    Column[] columns = new Column[places.length];
    Arrays.setAll(
        columns,
        i -> {
          StructField field = wanted.fields()[i];
          Column column = col(places[i]);
          return (field.dataType().equals(given.fields()[i].dataType())
                  ? column
                  : column.cast(field.dataType()))
              .as(field.name());
        });
    return rows.toDF(places).select(columns);
  }

  private static DataType distinct(DataType type) {
    if (type instanceof ArrayType array) {
      return DataTypes.createArrayType(distinct(array.elementType()), array.containsNull());
    }
    if (type instanceof MapType map) {
      return DataTypes.createMapType(
          distinct(map.keyType()), distinct(map.valueType()), map.valueContainsNull());
    }
    return type instanceof StructType struct ? distinct(struct) : type;
  }

  private static StructType distinct(StructType struct) {
    List<String> names = names(Arrays.stream(struct.fields()).map(StructField::name).toList());
    StructField[] fields = struct.fields();
    return DataTypes.createStructType(
        IntStream.range(0, fields.length)
            .mapToObj(
                i ->
                    new StructField(
                        names.get(i),
                        distinct(fields[i].dataType()),
                        fields[i].nullable(),
                        fields[i].metadata()))
            .toList());
  }

  /** Each in its place; whatever a query gave once stays as it is. */
  private static List<String> names(List<String> given) {
    Set<String> taken = new HashSet<>();
    given.forEach(name -> taken.add(key(name)));
    Set<String> seen = new HashSet<>();
    return given.stream()
        .map(
            name ->
                seen.add(key(name))
                    ? name
                    : Stream.iterate(2, n -> n + 1)
                        .map(n -> name + "_" + n)
                        .filter(numbered -> taken.add(key(numbered)))
                        .findFirst()
                        .orElseThrow())
        .toList();
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
