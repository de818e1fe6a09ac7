package dev.nemesis.spark.table;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;

import dev.nemesis.grid.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a Java record, as Parquet writes and as Spark reads them: one column per component
 * in snake_case, a nested record a group, a {@code List} a LIST, an enum its name in lower case, a
 * method its name. Components that can be null are optional. A component added to a record is a
 * column that older files do not have and Spark reads as null.
 */
final class RecordSchema {
  private RecordSchema() {}

  /** Supported leaves. */
  private enum Leaf {
    STRING(BINARY, DataTypes.StringType),
    INT(PrimitiveTypeName.INT32, DataTypes.IntegerType),
    LONG(PrimitiveTypeName.INT64, DataTypes.LongType),
    FLOAT(PrimitiveTypeName.FLOAT, DataTypes.FloatType),
    DOUBLE(PrimitiveTypeName.DOUBLE, DataTypes.DoubleType),
    BOOLEAN(PrimitiveTypeName.BOOLEAN, DataTypes.BooleanType);

    private final PrimitiveTypeName parquet;

    @SuppressWarnings("ImmutableEnumChecker") // Spark's types are immutable, though not marked so
    private final DataType spark;

    Leaf(PrimitiveTypeName parquet, DataType spark) {
      this.parquet = parquet;
      this.spark = spark;
    }

    static Leaf of(Class<?> type) {
      if (type == String.class || type.isEnum() || type == Method.class) {
        return STRING;
      } else if (type == int.class || type == Integer.class) {
        return INT;
      } else if (type == long.class || type == Long.class) {
        return LONG;
      } else if (type == float.class || type == Float.class) {
        return FLOAT;
      } else if (type == double.class || type == Double.class) {
        return DOUBLE;
      } else if (type == boolean.class || type == Boolean.class) {
        return BOOLEAN;
      }
      throw new IllegalArgumentException("Cannot make a column of " + type.getName());
    }
  }

  /** The Parquet schema of one row. */
  static MessageType parquet(Class<? extends Record> row) {
    return new MessageType(column(row.getSimpleName()), parquetFields(row));
  }

  /**
   * The Spark schema of rows that have the columns of some records, of one after another;
   * everything nullable, as Spark reads files.
   */
  static StructType spark(Class<?>... rows) {
    List<StructField> fields = new ArrayList<>();
    for (Class<?> row : rows) {
      for (Column column : columns(row)) {
        fields.add(DataTypes.createStructField(column.name, type(column.type()), true));
      }
    }
    return DataTypes.createStructType(fields);
  }

  /** Whether a type is a group of columns; a method is its name. */
  static boolean isGroup(Class<?> type) {
    return type.isRecord() && type != Method.class;
  }

  /** The type of a column of numbers, flags or texts. */
  static DataType leaf(Class<?> type) {
    return Leaf.of(type).spark;
  }

  /**
   * A component of a record, and the column that it is.
   *
   * @param component can be read
   */
  record Column(String name, RecordComponent component) {
    java.lang.reflect.Type type() {
      return component.getGenericType();
    }
  }

  /** The columns of a record, in order; Java finds the components anew each time, which is slow. */
  static List<Column> columns(Class<?> row) {
    return COLUMNS.get(row);
  }

  private static final ClassValue<List<Column>> COLUMNS =
      new ClassValue<>() {
        @Override
        protected List<Column> computeValue(Class<?> row) {
          return Arrays.stream(row.getRecordComponents())
              .peek(component -> component.getAccessor().setAccessible(true))
              .map(component -> new Column(column(component.getName()), component))
              .toList();
        }
      };

  /** {@code macroF1} is {@code macro_f1}. */
  private static String column(String component) {
    return component.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  /** Names inside a Parquet LIST, as the format's specification has them. */
  static final String LIST = "list";

  /** See {@link #LIST}. */
  static final String ELEMENT = "element";

  private static List<Type> parquetFields(Class<?> row) {
    List<Type> fields = new ArrayList<>();
    for (Column column : columns(row)) {
      Repetition repetition =
          column.component.getType().isPrimitive() ? Repetition.REQUIRED : Repetition.OPTIONAL;
      fields.add(parquet(column.type(), repetition, column.name));
    }
    return fields;
  }

  private static Type parquet(java.lang.reflect.Type type, Repetition repetition, String name) {
    if (type instanceof ParameterizedType list) {
      Type element = parquet(element(list), Repetition.REQUIRED, ELEMENT);
      return Types.list(repetition).element(element).named(name);
    }
    Class<?> plain = (Class<?>) type;
    if (isGroup(plain)) {
      return Types.buildGroup(repetition)
          .addFields(parquetFields(plain).toArray(Type[]::new))
          .named(name);
    }
    Leaf leaf = Leaf.of(plain);
    return leaf == Leaf.STRING
        ? Types.primitive(BINARY, repetition).as(stringType()).named(name)
        : Types.primitive(leaf.parquet, repetition).named(name);
  }

  private static DataType type(java.lang.reflect.Type type) {
    if (type instanceof ParameterizedType list) {
      return DataTypes.createArrayType(type(element(list)), true);
    }
    Class<?> plain = (Class<?>) type;
    return isGroup(plain) ? spark(plain) : leaf(plain);
  }

  private static java.lang.reflect.Type element(ParameterizedType list) {
    if (list.getRawType() != List.class) {
      throw new IllegalArgumentException("Cannot make a column of " + list);
    }
    return list.getActualTypeArguments()[0];
  }
}
