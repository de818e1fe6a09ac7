package dev.nemesis.spark.table;

import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_csv;
import static org.apache.spark.sql.functions.to_json;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Queries a user wrote, which can only read, and their answers as text. */
public final class Queries {
  private static final Pattern LINE = Pattern.compile("\\bline (\\d+)");

  /** ISO 8601 to the microsecond, which is what a timestamp has, with its offset from UTC. */
  private static final String TIMESTAMP = "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX";

  private static final Map<String, String> JSON = Map.of("timestampFormat", TIMESTAMP);
  private static final Map<String, String> ALL_FIELDS =
      Map.of("timestampFormat", TIMESTAMP, "ignoreNullFields", "false");

  private Queries() {}

  /** How an answer is printed. */
  public enum Format {
    /** Aligned columns under a header. */
    TABLE,
    /** A header and a line per row; arrays and structs as JSON. */
    CSV,
    /** An array with an object per row, one a line. */
    JSON
  }

  /**
   * The answer to a query that stands in a file.
   *
   * @param file its name
   * @throws InputException if Spark does not accept or cannot compute it; names file and line
   */
  public static List<Row> rows(SparkSession spark, String file, String query) {
    try {
      return ReadOnlyQuery.ask(spark, query).collectAsList();
    } catch (Exception e) {
      throw refused("run " + file + line(e), e);
    }
  }

  /**
   * Prints the answer to a query.
   *
   * @param file where it stands; null for one given as an argument
   * @throws InputException if Spark does not accept or cannot compute it
   */
  public static void print(
      SparkSession spark, String file, String query, Format format, PrintWriter to) {
    try {
      Dataset<Row> rows = ReadOnlyQuery.ask(spark, query);
      switch (format) {
        case TABLE -> AlignedColumns.print(texts(rows), to);
        case CSV -> csv(rows, to);
        case JSON -> json(rows, to);
      }
      to.flush();
    } catch (Exception e) {
      throw refused("run " + (file == null ? "the query " + query : file + line(e)), e);
    }
  }

  /**
   * The rows that answer a query, not computed yet.
   *
   * @throws InputException if Spark does not accept it
   */
  public static Dataset<Row> ask(SparkSession spark, String query) {
    try {
      return ReadOnlyQuery.ask(spark, query);
    } catch (Exception e) {
      throw refused("run this query", e);
    }
  }

  /**
   * Computes rows as texts, arrays and structs as JSON, null as nothing.
   *
   * @return the names of the columns, then the rows
   * @throws InputException if Spark cannot compute them
   */
  public static List<String[]> answer(Dataset<Row> rows) {
    try {
      return texts(rows);
    } catch (Exception e) {
      throw refused("compute the rows of this query", e);
    }
  }

  /**
   * The ids of the cells for which a condition on table {@code results} holds.
   *
   * @throws InputException if Spark does not accept it
   */
  public static List<String> cellIds(SparkSession spark, String where) {
    try {
      return ReadOnlyQuery.require(spark.table("results").where(where))
          .select("cell_id")
          .as(Encoders.STRING())
          .collectAsList();
    } catch (Exception e) {
      throw refused("use --where " + where, e);
    }
  }

  /**
   * Returns the rows as texts, nested columns as JSON; null stays null. Columns have a name each:
   * of those that a query calls alike the second is {@code x_2}, as in every format.
   */
  public static Dataset<Row> asTexts(Dataset<Row> rows) {
    Dataset<Row> distinct = DistinctNames.of(rows);
    Column[] flat = flat(distinct);
    String[] names = distinct.columns();
    Column[] texts = new Column[names.length];
    Arrays.setAll(texts, i -> flat[i].cast("string").as(names[i]));
    return numbered(distinct).select(texts);
  }

  /** Each row as a JSON object with all its columns, those without a value as null. */
  public static Dataset<String> asJson(Dataset<Row> rows) {
    Dataset<Row> distinct = DistinctNames.of(rows);
    String[] names = distinct.columns();
    Column[] members = new Column[names.length];
    Arrays.setAll(members, i -> col("c" + i).as(names[i]));
    Column object = to_json(struct(members), ALL_FIELDS);
    return numbered(distinct).select(object).as(Encoders.STRING());
  }

  /**
   * Returns the exception to throw where Spark could not read the tables: one line if a file is
   * damaged, else what Spark threw. Its checked exceptions are not declared where it throws them.
   *
   * @param what the rest of the sentence after "Cannot ", up to the colon before the reason
   */
  public static RuntimeException unread(String what, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkThrowable spark
          && String.valueOf(spark.getCondition()).startsWith("FAILED_READ_FILE")) {
        return InputException.cannot(
            ErrorCode.OUTPUT,
            what
                + ": "
                + firstLine(cause)
                + "; it may be damaged: the next 'nemesis run' moves damaged files aside and trains"
                + " their cells again",
            e);
      }
    }
    return e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
  }

  private static RuntimeException refused(String what, Exception e) {
    RuntimeException unread = unread(what, e);
    if (e instanceof SparkThrowable && !(unread instanceof InputException)) {
      String reason = firstLine(e).replaceFirst("[.;]+$", "");
      return InputException.cannot(
          ErrorCode.ARGUMENT, what + ": " + reason + "; give Spark SQL over the tables", e);
    }
    return unread;
  }

  /** {@code , line 20}, where Spark says which line it means. */
  private static String line(Exception e) {
    Matcher line = LINE.matcher(String.valueOf(e.getMessage()));
    return line.find() ? ", line " + line.group(1) : "";
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage())
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .findFirst()
        .orElse(e.getClass().getSimpleName());
  }

  private static List<String[]> texts(Dataset<Row> rows) {
    Dataset<Row> texts = asTexts(rows);
    String[] names = texts.columns();
    List<String[]> lines = new ArrayList<>();
    lines.add(names);
    for (Row row : texts.collectAsList()) {
      String[] line = new String[names.length];
      for (int i = 0; i < line.length; i++) {
        line[i] = row.isNullAt(i) ? "" : row.getString(i).replaceAll("\\R", " ");
      }
      lines.add(line);
    }
    return lines;
  }

  private static void csv(Dataset<Row> rows, PrintWriter to) {
    Dataset<Row> distinct = DistinctNames.of(rows);
    to.println(Arrays.stream(distinct.columns()).map(Queries::csv).collect(joining(",")));
    Column line = to_csv(struct(flat(distinct)), Map.of("escape", "\""));
    numbered(distinct).select(line).as(Encoders.STRING()).collectAsList().forEach(to::println);
  }

  private static String csv(String name) {
    return name.matches("[\\w.]+") ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  private static void json(Dataset<Row> rows, PrintWriter to) {
    List<String> objects = asJson(rows).collectAsList();
    to.println("[");
    to.print(objects.stream().map(text -> text + "\n").collect(joining(",")));
    to.println("]");
  }

  /** Renames the columns to c0, c1...: a name in a query may hold any character. */
  private static Dataset<Row> numbered(Dataset<Row> rows) {
    int width = rows.columns().length;
    return rows.toDF(IntStream.range(0, width).mapToObj(i -> "c" + i).toArray(String[]::new));
  }

  /** The {@link #numbered} columns, those that hold others as JSON, timestamps as ISO 8601. */
  private static Column[] flat(Dataset<Row> rows) {
    DataType[] types =
        Arrays.stream(rows.schema().fields()).map(StructField::dataType).toArray(DataType[]::new);
    Column[] columns = new Column[types.length];
    Arrays.setAll(columns, i -> flat(col("c" + i), types[i]));
    return columns;
  }

  private static Column flat(Column column, DataType type) {
    if (isNested(type)) {
      return to_json(column, JSON);
    }
    return type.equals(DataTypes.TimestampType) ? date_format(column, TIMESTAMP) : column;
  }

  private static boolean isNested(DataType type) {
    return type instanceof ArrayType || type instanceof StructType || type instanceof MapType;
  }
}
