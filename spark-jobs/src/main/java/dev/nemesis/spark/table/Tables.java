package dev.nemesis.spark.table;

import dev.nemesis.error.InputException;
import dev.nemesis.error.StorageFault;
import dev.nemesis.grid.Cell;
import dev.nemesis.spark.session.Jobs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * The views written down as compact Parquet for readers other than this program: {@code
 * tables/v<NNN>/<table>}, of which the file {@code tables/CURRENT} names the one to read. Each
 * version is complete before it is named, and never changed.
 */
public final class Tables {
  /**
   * Spark's own switch for names with *, [ and their like in them, which are patterns to it else.
   */
  static final String GLOBBED = "__globPaths__";

  private static final String FOLDER = "tables";
  private static final String CURRENT = FOLDER + "/CURRENT";

  /** In each version, what it was made of: {@link TablesFingerprint}. */
  private static final String MADE_OF = "/made_of";

  private static final Pattern VERSION = Pattern.compile("v\\d{3,9}");

  /** How many versions stay for readers that began before the newest was named. */
  private static final int KEPT = 3;

  /** Without the variable paths are relative: where there are no such tables, Spark stops. */
  private static final String HOW_TO_START =
      """
      -- The tables beside this file as views, for a spark-sql that is started in their folder,
      --
      --   spark-sql -i views.sql -f PROJECT/conf/sql/table_a5.sql
      --
      -- or, with a / at its end, told which it is, a path or a URI:
      --
      --   spark-sql -d tables=FOLDER/ -i FOLDER/views.sql -f PROJECT/conf/sql/table_a5.sql

      """;

  /** Names of the stored views that are not made of cells. */
  private static final String BESIDE_CELLS =
      CorruptionFiles.FOLDER + " " + CostFiles.FOLDER + " " + String.join(" ", CellViews.BESIDE);

  private Tables() {}

  /**
   * Writes a new version from what the folder holds now, and names it.
   *
   * @param planned the grid's cells by their ids
   * @return its folder below the output folder, e.g. {@code tables/v003}
   */
  public static String rebuild(SparkSession spark, OutFolder out, Map<String, Cell> planned) {
    String madeOf =
        TablesFingerprint.now(out, planned); // before they are read: what comes later is not in it
    // The views that are written; those of cells are made of the first table.
    CellViews.overFiles(spark, out, planned).makeFor(List.of(CellViews.BASE, BESIDE_CELLS));
    String version = FOLDER + "/" + next(versions(out));
    try {
      write(spark, out, version, CellViews.BASE);
      // From here on one file is read, not thousands.
      read(spark, out, version, CellViews.BASE);
      CellViews.registerTables(spark);
      for (String table : stored()) {
        write(spark, out, version, table);
      }
      out.replace(version + "/views.sql", views());
      out.replace(version + MADE_OF, madeOf + "\n");
      TableSums.write(out, version, storedWithBase().stream());
    } catch (Exception e) { // Spark's are not declared
      throw unfinished(out, version, e);
    }
    out.replace(CURRENT, version.substring(FOLDER.length() + 1) + "\n");
    List<String> versions = versions(out);
    versions
        .subList(0, Math.max(0, versions.size() - KEPT))
        .forEach(old -> out.delete(FOLDER + "/" + old));
    return version;
  }

  private static List<String> storedWithBase() {
    return Stream.concat(Stream.of(CellViews.BASE), stored().stream()).toList();
  }

  private static List<String> stored() {
    return Stream.concat(CellViews.TABLES.stream(), CellViews.BESIDE.stream()).toList();
  }

  /**
   * With these, a {@code spark-sql} that knows nothing of this program runs every query. They do
   * not say where the tables lie, so that they go with a folder that is copied or moved: whoever
   * starts them does.
   */
  private static String views() {
    StringBuilder sql = new StringBuilder(HOW_TO_START);
    for (String table : storedWithBase()) {
      sql.append(
          "CREATE OR REPLACE TEMPORARY VIEW %s USING parquet OPTIONS (path '${tables}%s', %s 'false');%n%n"
              .formatted(table, table, GLOBBED));
    }
    List<String> derived = new ArrayList<>(CellViews.COSTS);
    derived.add(CellViews.NAMED);
    derived.addAll(CellViews.ENTRIES);
    for (String view : derived) {
      sql.append(
          "CREATE OR REPLACE TEMPORARY VIEW %s AS%n%s;%n%n"
              .formatted(view, SqlFile.view(view).text().strip()));
    }
    return sql.toString();
  }

  /**
   * Makes the views of {@link CellViews#register}, over the compact tables where these show the
   * same: a query then reads a few files, not thousands.
   *
   * @param planned the grid's cells by their ids
   */
  public static void register(SparkSession spark, OutFolder out, Map<String, Cell> planned) {
    views(spark, out, planned).makeAll();
  }

  /**
   * Makes those of the same views, and of those that reports are made from, that queries name; all
   * of them where none is named.
   *
   * @param queries texts of SQL
   */
  public static void registerFor(
      SparkSession spark, OutFolder out, Map<String, Cell> planned, String... queries) {
    ViewDefinitions views = views(spark, out, planned);
    CellViews.addNamed(views, spark);
    views.makeFor(List.of(queries));
  }

  private static ViewDefinitions views(
      SparkSession spark, OutFolder out, Map<String, Cell> planned) {
    if (!areCurrent(out, planned)) {
      return CellViews.overFiles(spark, out, planned);
    }
    String version = current(out);
    ViewDefinitions views = new ViewDefinitions();
    Stream.concat(Stream.of(CellViews.BASE), CellViews.TABLES.stream())
        .filter(table -> !table.equals(CostFiles.FOLDER)) // timings may be newer than the tables
        .forEach(table -> views.add(table, () -> read(spark, out, version, table)));
    CellViews.addBeside(views, spark, out);
    return views;
  }

  /**
   * Whether they show what the folder holds now, as this program would show it, and are as they
   * were written: they are made from what it holds, so damage costs nothing but making them anew.
   *
   * @param planned the grid's cells by their ids
   */
  public static boolean areCurrent(OutFolder out, Map<String, Cell> planned) {
    if (!out.exists(CURRENT)) {
      return false;
    }
    String current = current(out);
    return VERSION.matcher(current.substring(FOLDER.length() + 1)).matches()
        && out.exists(current + MADE_OF)
        && out.read(current + MADE_OF).strip().equals(TablesFingerprint.now(out, planned))
        && TableSums.areRight(out, current);
  }

  private static String current(OutFolder out) {
    return FOLDER + "/" + out.read(CURRENT).strip();
  }

  private static void write(SparkSession spark, OutFolder out, String version, String table) {
    out.requireLease(); // before Spark makes a folder
    Jobs.described(
        spark.sparkContext(),
        version + "/" + table,
        () -> {
          TypedTimes.typed(spark.table(table))
              .coalesce(1)
              .write()
              .parquet(out.uri(version + "/" + table));
          return version;
        });
  }

  private static void read(SparkSession spark, OutFolder out, String version, String table) {
    Jobs.described(
            spark.sparkContext(),
            "columns of " + version + "/" + table,
            () ->
                TypedTimes.texts(
                    spark.read().option(GLOBBED, false).parquet(out.uri(version + "/" + table))))
        .createOrReplaceTempView(table);
  }

  /** Removes what nobody will read: what filled a disk, at times. */
  private static RuntimeException unfinished(OutFolder out, String version, Exception e) {
    RuntimeException thrown =
        StorageFault.isIn(e)
            ? StorageFault.cannot("write " + version + " to output folder " + out.location(), e)
            : new IllegalStateException("Spark gave up writing " + version, e);
    try {
      out.delete(version);
    } catch (InputException again) {
      thrown.addSuppressed(again);
    }
    return thrown;
  }

  private static List<String> versions(OutFolder out) {
    return out.names(FOLDER).stream()
        .filter(VERSION.asMatchPredicate())
        .sorted((a, b) -> Integer.compare(number(a), number(b)))
        .toList();
  }

  private static String next(List<String> versions) {
    int last = versions.isEmpty() ? 0 : number(versions.get(versions.size() - 1));
    return String.format(Locale.ROOT, "v%03d", last + 1);
  }

  private static int number(String version) {
    return Integer.parseInt(version.substring(1));
  }
}
