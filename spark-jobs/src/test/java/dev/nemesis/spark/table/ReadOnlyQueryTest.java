package dev.nemesis.spark.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nemesis.error.InputException;
import dev.nemesis.spark.session.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadOnlyQueryTest {
  private static SparkSession spark;

  @TempDir static Path folder;

  @BeforeAll
  static void start() {
    spark = Sessions.open("local[1]", Map.of("spark.sql.warehouse.dir", folder + "/warehouse"));
    spark.range(3).createOrReplaceTempView("numbers");
  }

  @AfterAll
  static void stop() throws IOException {
    spark.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT OVERWRITE DIRECTORY 'DIR' USING csv SELECT * FROM numbers",
        "INSERT OVERWRITE LOCAL DIRECTORY 'DIR' USING parquet SELECT 1",
        "WITH a AS (SELECT 1) INSERT INTO kept SELECT * FROM a",
        "INSERT INTO kept VALUES (1)",
        "FROM numbers INSERT INTO kept SELECT id",
        "CREATE TABLE kept USING parquet AS SELECT 1 AS a",
        "CREATE TABLE kept (a INT) USING parquet LOCATION 'DIR'",
        "CREATE VIEW kept AS SELECT 1 AS a",
        "CREATE GLOBAL TEMPORARY VIEW kept AS SELECT 1 AS a",
        "CREATE TEMPORARY VIEW kept USING csv OPTIONS (path 'DIR')",
        "CREATE DATABASE kept LOCATION 'DIR'",
        "CREATE TEMPORARY FUNCTION kept AS 'java.lang.String'",
        "DROP VIEW numbers",
        "DROP TABLE IF EXISTS numbers",
        "TRUNCATE TABLE numbers",
        "REFRESH TABLE numbers",
        "CACHE TABLE numbers",
        "ANALYZE TABLE numbers COMPUTE STATISTICS",
        "ADD JAR 'DIR/a.jar'",
        "ADD FILE 'DIR/a.txt'",
        "SET spark.sql.shuffle.partitions = 1",
        "RESET",
        "USE default",
        "DECLARE VARIABLE kept INT",
        "EXECUTE IMMEDIATE 'CREATE TABLE kept (a INT) USING parquet'",
        "EXPLAIN EXTENDED EXECUTE IMMEDIATE 'CREATE TABLE kept (a INT) USING parquet'",
        "BEGIN CREATE TABLE kept (a INT) USING parquet; END",
        "SELECT reflect('java.lang.System', 'setProperty', 'nemesis.kept', 'yes')",
        "SELECT java_method('java.lang.System', 'setProperty', 'nemesis.kept', 'yes')",
        "SELECT try_reflect('java.lang.System', 'setProperty', 'nemesis.kept', 'yes')",
        "SELECT IDENTIFIER('ref' || 'lect')('java.lang.System', 'setProperty', 'nemesis.kept', 'y')",
        "SELECT id FROM numbers WHERE id IN (SELECT length(reflect('java.lang.System', 'setProperty',"
            + " 'nemesis.kept', 'yes')))",
        "SELECT * FROM VALUES (reflect('java.lang.System', 'setProperty', 'nemesis.kept', 'yes'))",
        "SELECT * FROM IDENTIFIER(reflect('java.lang.System', 'setProperty', 'nemesis.kept', 'yes'))",
        "CREATE TEMPORARY VIEW kept AS SELECT reflect('java.lang.System', 'setProperty',"
            + " 'nemesis.kept', 'yes') AS a",
        "SELECT TRANSFORM (id) USING 'touch DIR' AS (a) FROM numbers",
        "MERGE INTO numbers USING numbers n ON false WHEN NOT MATCHED THEN INSERT *",
        "DELETE FROM numbers",
        "UPDATE numbers SET id = 1"
      })
  void whatDoesMoreThanReadIsNotDone(String query) throws Exception {
    Path precious = Files.createDirectories(folder.resolve("precious"));
    Path file = Files.writeString(precious.resolve("a.txt"), "here");
    String asked = query.replace("DIR", precious.toString());

    assertThatThrownBy(() -> Queries.rows(spark, "query file q.sql", asked))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("Cannot run ");

    assertThat(file).hasContent("here");
    assertThat(precious).isDirectoryContaining("glob:**/a.txt");
    assertThat(folder.resolve("warehouse/kept")).doesNotExist();
    assertThat(System.getProperty("nemesis.kept")).isNull();
    assertThat(spark.catalog().tableExists("kept")).isFalse();
    assertThat(spark.table("numbers").count()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "-- the best\nSELECT max(id) FROM numbers",
        "/* first */ WITH a AS (SELECT 1 AS x) SELECT * FROM a",
        "VALUES (1, 'INSERT INTO'), (2, 'DROP')",
        "TABLE numbers",
        "FROM numbers |> WHERE id > 0",
        "DESCRIBE numbers",
        "DESCRIBE QUERY SELECT 1",
        "SHOW TABLES",
        "SHOW COLUMNS IN numbers",
        "EXPLAIN SELECT * FROM numbers",
        "CREATE OR REPLACE TEMPORARY VIEW mine AS SELECT * FROM numbers WHERE id > 1"
      })
  void whatReadsIsAnswered(String query) {
    assertThat(Queries.rows(spark, "query file q.sql", query)).isNotNull();
  }

  @Test
  void aConditionOnCellsCanOnlyReadToo() {
    spark.sql("SELECT 'c' AS cell_id").createOrReplaceTempView("results");

    assertThat(Queries.cellIds(spark, "length(cell_id) = 1")).containsExactly("c");
    assertThatThrownBy(
            () ->
                Queries.cellIds(
                    spark, "reflect('java.lang.System', 'setProperty', 'nemesis.kept', 'y') = 'c'"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("does more than read");
    assertThat(System.getProperty("nemesis.kept")).isNull();
  }
}
