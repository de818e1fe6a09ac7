package dev.nemesis.spark.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static scala.jdk.javaapi.CollectionConverters.asScala;

import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.ClassSubset;
import dev.nemesis.grid.GridFile;
import dev.nemesis.grid.LearnedArray;
import dev.nemesis.spark.run.FakeExperiment;
import dev.nemesis.spark.session.JobDescriptions;
import dev.nemesis.spark.session.Sessions;
import dev.nemesis.testing.Shared;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellViewsTest {
  /** Letters that patterns of names, URIs and SQL take for something else. */
  private static final String ODD = "my out:1 [a-c] {d,e} 100%20 ?*#'\"\\ ";

  private static final List<String> QUERIES =
      List.of(
          "SELECT * FROM results ORDER BY omega DESC NULLS LAST, seed, loss DESC",
          "SELECT * FROM epochs ORDER BY norms DESC, selection",
          "SELECT a.*, b.norms FROM results a JOIN epochs b USING (cell_id) ORDER BY b.epoch",
          "SELECT /*+ MERGE(b) */ a.seed FROM results a JOIN epochs b ON a.cell_id = b.cell_id",
          "SELECT /*+ BROADCAST(b) */ a.seed FROM results a JOIN epochs b ON a.seed = b.seed",
          "SELECT a.seed FROM results a CROSS JOIN epochs b WHERE a.omega > b.omega",
          "SELECT seed, rank() OVER (PARTITION BY loss ORDER BY accuracy DESC) FROM results",
          "SELECT percentile(accuracy, 0.5), median(accuracy), stddev_samp(accuracy) FROM results",
          "SELECT loss, collect_list(named_struct('a', accuracy)) FROM results GROUP BY loss",
          "SELECT DISTINCT targets, selection FROM results",
          "SELECT * FROM (SELECT loss, shots, accuracy FROM results)"
              + " PIVOT (avg(accuracy) FOR loss IN ('pan', 'pun'))",
          "SELECT loss, shots, avg(accuracy) FROM results GROUP BY CUBE (loss, shots)",
          "SELECT transform(learned, a -> aggregate(a.values, 0F, (s, x) -> s + x * x)) FROM prompts",
          "SELECT DATE '2026-01-01', now(), map('a', 1), NULL, X'00', 1.5BD, 1Y FROM results",
          "SELECT count(*) FROM results WHERE cell_id IN (SELECT cell_id FROM failures)",
          "SELECT DISTINCT prompts, class_specific, learned FROM prompts ORDER BY learned",
          "DESCRIBE results",
          "SHOW TABLES");

  /** Fields of a cell that its files did not always have. */
  private static final List<String> LATER =
      List.of(
          "classes",
          "prompt.class_token_position",
          "prompt.class_specific",
          "prompt.prompts",
          "prompt.ctx_init",
          "loss.pan_omega");

  /** What {@link FakeExperiment} learns, as files of version 0.1 had it. */
  private static final String EARLIER_VECTORS =
      "if(cell.method = 'zeroshot', array(), array_repeat(array(0.25F, -1F, 3F), cell.prompt.ctx_len))";

  private static SparkSession spark;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    spark = Sessions.open("local[2]", Map.of());
  }

  @AfterAll
  static void stop() throws IOException {
    spark.close();
  }

  @Test
  void anEmptyFolderGivesEmptyTablesWithTheSameColumnsAsAFullOne() throws IOException {
    CellViews.register(spark, out());
    List<List<String>> empty = CellViews.TABLES.stream().map(CellViewsTest::columns).toList();
    for (String table : CellViews.TABLES) {
      assertThat(spark.table(table).count()).isZero();
    }

    CellFiles.commit(out(), FakeExperiment.result(attempt("loss: pan"), 1));
    CellViews.register(spark, out());
    assertThat(CellViews.TABLES.stream().map(CellViewsTest::columns).toList()).isEqualTo(empty);
    assertThat(empty.get(0))
        .contains("cell_id STRING", "ctx_len INT", "omega DOUBLE", "final_norm DOUBLE")
        .contains("class_token_position STRING", "class_specific BOOLEAN", "prompts INT")
        .contains("ctx_init STRING", "pan_omega DOUBLE", "skipped_images ARRAY<STRING>");
  }

  @Test
  void everyPartOfAResultIsReadBackAsItWasWritten() throws IOException {
    CellResult result = FakeExperiment.result(attempt("loss: pan, tau: 0.3, positions: 2"), 7);
    CellFiles.commit(out(), result);
    CellViews.register(spark, out());

    Row row = spark.table("cell_files").first();
    assertThat(row.json())
        .contains("\"shots\":16", "\"norm\":\"l2\"", "\"tau\":0.3", "\"positions\":2");
    Row results = spark.table("results").first();
    assertThat(results.<Double>getAs("accuracy")).isEqualTo(result.accuracy());
    assertThat(results.<Long>getAs("seed")).isEqualTo(1L);
    assertThat(results.<Integer>getAs("bundle_size")).isEqualTo(7);
    assertThat(results.<String>getAs("loss")).isEqualTo("pan");
    assertThat(results.<String>getAs("host")).isEqualTo("here");
    assertThat(results.getList(results.fieldIndex("skipped_images")))
        .isEqualTo(List.of("d/a.jpg: it is empty"));
    Row epoch = spark.table("epochs").orderBy("epoch").collectAsList().get(1);
    assertThat(epoch.<Double>getAs("ce_loss")).isEqualTo(result.epochs().get(1).ceLoss());
    assertThat(epoch.getList(epoch.fieldIndex("norms"))).isEqualTo(result.epochs().get(1).norms());
    assertThat(learned("SELECT learned FROM prompts")).isEqualTo(result.learned());
  }

  @Test
  void everyTableTellsPromptVariantsApart() throws IOException {
    commit("coop", "loss: mix, pan_omega: 50, class_token_position: middle, class_specific: true");
    commit("plot", "method: plot, prompts: 3");
    commit("cocoop", "method: cocoop");
    commit("zeroshot", "method: zeroshot");
    CellViews.register(spark, out());

    String variant =
        "concat_ws(' ', cell_id, method, pan_omega, ctx_len, class_token_position, class_specific,"
            + " prompts, ctx_init)";
    List<String> learned =
        List.of(
            "cocoop cocoop 4 end false 1 a photo of a",
            "coop coop 50.0 16 middle true 1",
            "plot plot 16 end false 3");
    assertThat(texts("SELECT DISTINCT " + variant + " FROM epochs ORDER BY 1")).isEqualTo(learned);
    assertThat(texts("SELECT " + variant + " FROM prompts ORDER BY 1")).isEqualTo(learned);
    for (String table : List.of("results", "evaluations")) {
      assertThat(texts("SELECT " + variant + " FROM " + table + " ORDER BY 1"))
          .startsWith(learned.toArray(String[]::new))
          .hasSize(4)
          .endsWith("zeroshot zeroshot");
    }
  }

  @Test
  void promptsHoldEveryArrayThatAMethodLearned() throws IOException {
    commit("coop", "class_specific: true");
    commit("plot", "method: plot");
    commit("cocoop", "method: cocoop");
    CellViews.register(spark, out());

    assertThat(
            texts(
                "SELECT concat_ws(' ', cell_id, to_json(filter(learned, a -> a.name = 'ctx')[0].shape))"
                    + " FROM prompts ORDER BY 1"))
        .containsExactly("cocoop [1,4,3]", "coop [3,16,3]", "plot [4,16,3]");
    assertThat(
            texts(
                "SELECT concat_ws(' ', cell_id, name, to_json(shape), to_json(values))"
                    + " FROM (SELECT cell_id, inline(learned) FROM prompts) WHERE name <> 'ctx'"))
        .containsExactly(
            "cocoop meta_net.linear1.weight [1,2] [1.0,2.0]",
            "cocoop meta_net.linear1.bias [1] [3.0]",
            "cocoop meta_net.linear2.weight [3,1] [4.0,5.0,6.0]",
            "cocoop meta_net.linear2.bias [3] [7.0,8.0,9.0]");
    assertThat(texts("SELECT DISTINCT method FROM epochs WHERE test_accuracy IS NULL"))
        .containsExactly("cocoop");
  }

  @Test
  void arraysOfAMethodWithoutContextVectorsAreKeptByTheirNames() throws IOException {
    List<LearnedArray> learned =
        List.of(
            LearnedArray.of("adapter.weight", List.of(3, 2), new float[] {1, 2, 3, 4, 5, 6}),
            LearnedArray.of("alpha", List.of(), new float[] {0.5f}));
    CellResult result = FakeExperiment.result(attempt("loss: none"), 1).withLearned(learned);
    CellFiles.commit(out(), result);

    assertThat(CellFiles.read(out(), result.cellId())).isEqualTo(result);
    CellViews.register(spark, out());
    assertThat(learned("SELECT learned FROM prompts")).isEqualTo(learned);
    Tables.rebuild(spark, out(), Map.of());
    Tables.register(spark, out(), Map.of());
    assertThat(learned("SELECT learned FROM prompts")).isEqualTo(learned);
  }

  private static List<LearnedArray> learned(String query) {
    Row row = spark.sql(query).first();
    List<Row> arrays = row.getList(0);
    return arrays.stream()
        .map(a -> new LearnedArray(a.getString(0), a.getList(1), a.getList(2)))
        .toList();
  }

  /** The columns are filled in, whichever of them a query asks for alone. */
  @Test
  void filesOfAnEarlierVersionHaveTheOnlyPromptThatItKnew() throws IOException {
    commit("coop", "loss: mix");
    commit("zeroshot", "method: zeroshot");
    CellViews.register(spark, out());
    Dataset<Row> earlier =
        spark
            .table("cell_files")
            .drop("learned")
            .withColumn("soft_prompt", expr(EARLIER_VECTORS))
            .withColumn("cell", col("cell").dropFields(asScala(LATER).toSeq()))
            .withColumn(
                "provenance",
                col("provenance")
                    .dropFields(
                        asScala(List.of("skipped_images", "grid_digest", "bundle", "spark", "os"))
                            .toSeq()));
    Path cells = folder.resolve("earlier/cells");
    for (String id : List.of("coop", "zeroshot")) {
      earlier
          .where(col("cell_id").equalTo(id))
          .coalesce(1)
          .write()
          .mode("append")
          .parquet(cells.toString());
      try (Stream<Path> files = Files.list(cells)) {
        Path one =
            files
                .filter(file -> file.getFileName().toString().startsWith("part-"))
                .findAny()
                .orElseThrow();
        Files.move(one, cells.resolve(id + "-a0.parquet"));
      }
    }
    CellViews.register(
        spark, OutFolder.at(folder.resolve("earlier").toString(), new Configuration()));

    for (String column : List.of("class_token_position", "class_specific", "prompts")) {
      String usual =
          column.startsWith("class_t") ? "end" : column.equals("prompts") ? "1" : "false";
      String query = "SELECT CAST(" + column + " AS STRING) FROM results ORDER BY cell_id";
      assertThat(texts(query)).as(column).containsExactly(usual, null);
    }
    assertThat(
            texts(
                "SELECT concat_ws(' ', cell_id, loss, ctx_len, class_token_position,"
                    + " class_specific, prompts, ctx_init, pan_omega) FROM results ORDER BY 1"))
        .containsExactly("coop mix 16 end false 1", "zeroshot none");
    assertThat(texts("SELECT cell_id FROM prompts")).containsExactly("coop");
    assertThat(learned("SELECT learned FROM prompts"))
        .isEqualTo(CellFiles.read(out(), "coop").learned());
    assertThat(texts("SELECT cell_id FROM results ORDER BY 1")).containsExactly("coop", "zeroshot");
    assertThat(texts("SELECT cell_id FROM results WHERE skipped_images IS NULL")).hasSize(2);
    for (String table : List.of("results", "epochs", "prompts")) {
      assertThat(texts("SELECT DISTINCT classes FROM " + table)).as(table).containsExactly("all");
    }
    assertThat(texts("SELECT DISTINCT trained_classes FROM evaluations")).containsExactly("all");
  }

  @Test
  void aFileThatDoesNotSayTheClassesIsOfACellOfAll() throws IOException {
    commit("coop", "loss: mix");
    CellViews.register(spark, out());
    Path earlier = folder.resolve("earlier/cells");
    spark
        .table("cell_files")
        .withColumn("cell", col("cell").dropFields(asScala(List.of("classes")).toSeq()))
        .coalesce(1)
        .write()
        .parquet(earlier.toString());
    try (Stream<Path> files = Files.list(earlier)) {
      Path only =
          files.filter(file -> file.toString().endsWith(".parquet")).findAny().orElseThrow();
      Files.move(only, earlier.resolve("coop-a0.parquet"));
    }

    assertThat(
            CellFiles.read(
                    OutFolder.at(folder.resolve("earlier").toString(), new Configuration()), "coop")
                .cell())
        .isEqualTo(CellFiles.read(out(), "coop").cell())
        .extracting(Cell::classes)
        .isEqualTo(ClassSubset.ALL);
  }

  @Test
  void everyTableTellsCellsOfBaseClassesApart() throws IOException {
    commit("half", "classes: base");
    commit("whole", "classes: all");
    CellViews.register(spark, out());

    for (String table : List.of("results", "epochs", "prompts")) {
      assertThat(
              texts("SELECT DISTINCT concat(cell_id, ' ', classes) FROM " + table + " ORDER BY 1"))
          .as(table)
          .containsExactly("half base", "whole all");
    }
    assertThat(texts("SELECT concat(cell_id, ' ', trained_classes) FROM evaluations ORDER BY 1"))
        .containsExactly("half base", "whole all");
  }

  @Test
  void kryoKnowsWhatQueriesSend() throws IOException {
    for (String loss : List.of("none", "pun", "pan")) {
      commit("d-" + loss, "loss: " + loss);
    }
    commit("d-cocoop", "method: cocoop");
    CellViews.register(spark, out());

    for (String query : QUERIES) {
      assertThatCode(() -> spark.sql(query).collectAsList()).as(query).doesNotThrowAnyException();
    }
  }

  @Test
  void compactedTablesHoldWhatTheViewsShowAndOldVersionsGo() throws IOException {
    CellFiles.commit(out(), FakeExperiment.result(attempt("loss: pan"), 1));
    for (int version = 1; version <= 4; version++) {
      out().replace("tables/v00" + version + "/views.sql", "of version " + version);
    }

    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG")); // which has other digits
    try {
      assertThat(Tables.rebuild(spark, out(), Map.of())).isEqualTo("tables/v005");
    } finally {
      Locale.setDefault(before);
    }

    assertThat(out().read("tables/CURRENT")).isEqualTo("v005\n");
    assertThat(out().names("tables")).containsExactly("CURRENT", "v003", "v004", "v005");
    assertThat(
            spark
                .read()
                .option(Tables.GLOBBED, false)
                .parquet(out().uri("tables/v005/epochs"))
                .collectAsList())
        .hasSize(3)
        .isEqualTo(spark.table("epochs").collectAsList());
  }

  @Test
  void aQueryHasTheViewsItNamesAndThoseTheyAreMadeFromAndOneThatNamesNoneHasAll()
      throws IOException {
    commit("d-none", "loss: none");

    assertThat(viewsFor("SELECT count(*) FROM Results"))
        .containsExactly(
            "cell_files",
            "cells",
            "described_cells",
            "done_cells",
            "failure_files",
            "planned",
            "results",
            "stored_cell_files");
    assertThat(viewsFor("SELECT * FROM few_shot_entries"))
        .contains("titles", "named_cells", "few_shot_entries")
        .doesNotContain("epochs", "paper", "failures");
    assertThat(viewsFor("SELECT r.* FROM results r JOIN\n(SELECT '--' AS x, cell_id FROM epochs)"))
        .contains("results", "epochs");
    assertThat(viewsFor("SHOW TABLES")).containsAll(CellViews.TABLES).contains("datasets");
    Tables.rebuild(spark, out(), Map.of());
    assertThat(viewsFor("SELECT * FROM results")).containsExactly("results");
  }

  /** Names of the views of a session that has been made ready for a query. */
  private List<String> viewsFor(String query) {
    SparkSession session = spark.newSession();
    Tables.registerFor(session, out(), Map.of(), query);
    assertThat(session.sql(query).collectAsList()).isNotNull();
    return session.sql("SHOW VIEWS").select("viewName").as(Encoders.STRING()).collectAsList();
  }

  @Test
  void aTableThatIsDamagedIsNotReadAndIsMadeAnew() throws IOException {
    commit("d-none", "loss: none");
    String version = Tables.rebuild(spark, out(), Map.of());
    assertThat(Tables.areCurrent(out(), Map.of())).isTrue();
    String results = version + "/results";
    String file = results + "/" + out().names(results).get(0);
    byte[] whole = out().bytes(file);

    for (byte[] damaged : List.of(new byte[0], changed(whole, whole.length / 2))) {
      Files.write(Path.of(folder.resolve(ODD) + "/" + file), damaged);

      assertThat(Tables.areCurrent(out(), Map.of())).isFalse();
      Tables.register(spark, out(), Map.of());
      assertThat(spark.table("results").count()).isEqualTo(1);
    }
    Files.write(Path.of(folder.resolve(ODD) + "/" + file), whole);
    out().replace("tables/CURRENT", "../../elsewhere\n");
    assertThat(Tables.areCurrent(out(), Map.of())).isFalse();
  }

  private static byte[] changed(byte[] whole, int at) {
    byte[] changed = whole.clone();
    changed[at] ^= 1;
    return changed;
  }

  @Test
  void aDriverThatNoLongerHasTheFolderPublishesNoTables() throws IOException {
    commit("d-none", "loss: none");
    out().replace("lease/1.json", "{}");
    AtomicInteger looks = new AtomicInteger();
    OutFolder held =
        out()
            .heldBy(
                "lease",
                () -> {
                  if (looks.incrementAndGet() > 3) { // after some tables are written
                    throw new IllegalStateException("taken");
                  }
                });

    assertThatThrownBy(() -> Tables.rebuild(spark, held, Map.of()))
        .hasStackTraceContaining("taken");

    assertThat(out().exists("tables/CURRENT")).isFalse();
  }

  @Test
  void aSparkThatKnowsNothingOfThisProgramHasWhatEveryQueryNeedsInTheTables() throws IOException {
    CellFiles.commit(out(), FakeExperiment.result(attempt("loss: pan"), 1));
    Path version = folder.resolve(ODD).resolve(Tables.rebuild(spark, out(), Map.of()));

    SparkSession plain = withViews(version.resolve("views.sql"), version);

    // That Spark can plan it shows that every view and column is there.
    for (Path file : standing()) {
      if (file.endsWith("paired.sql")) {
        continue; // has functions of this program
      }
      assertThatCode(() -> plain.sql(Files.readString(file)))
          .as("%s", file)
          .doesNotThrowAnyException();
    }
    String query = new SqlFile("few_shot.sql").text();
    CellViews.registerFor(spark, query);
    assertThat(plain.sql(query).collectAsList())
        .hasSize(1)
        .isEqualTo(spark.sql(query).collectAsList());
  }

  @Test
  void viewsGoWithAFolderThatIsCopiedOrMoved() throws IOException {
    commit("d-none", "loss: none");
    Path version = Path.of(Tables.rebuild(spark, out(), Map.of()));
    Path first = folder.resolve(ODD);
    Path copy = folder.resolve("it's \"a\" copy");
    FileUtils.copyDirectory(first.toFile(), copy.toFile());
    commit(
        "d-pun", "loss: pun"); // in the first one alone, whose tables are made anew in their place
    Files.delete(first.resolve("tables/CURRENT"));
    FileUtils.deleteDirectory(first.resolve(version).toFile());
    assertThat(Tables.rebuild(spark, out(), Map.of())).isEqualTo(version.toString());
    Path moved = Files.move(first, folder.resolve("moved"));

    String query = "SELECT cell_id FROM results ORDER BY 1";
    for (Path of : List.of(copy, moved)) {
      SparkSession plain = withViews(of.resolve(version).resolve("views.sql"), of.resolve(version));
      assertThat(plain.table("results").inputFiles())
          .allMatch(file -> Path.of(URI.create(file)).startsWith(of));
      assertThat(plain.sql(query).as(Encoders.STRING()).collectAsList())
          .isEqualTo(of == copy ? List.of("d-none") : List.of("d-none", "d-pun"));
    }
  }

  @Test
  void viewsThatAreNotToldWhereTheTablesLieTakeThoseInTheFolderTheyAreStartedInOrNone()
      throws IOException {
    commit("d-none", "loss: none");
    Path version = folder.resolve(ODD).resolve(Tables.rebuild(spark, out(), Map.of()));

    assertThatThrownBy(() -> withViews(version.resolve("views.sql"), null))
        .hasMessageContaining("PATH_NOT_FOUND")
        .hasMessageContaining("file:" + Path.of("cells").toAbsolutePath() + ".");
    assertThat(Files.readString(version.resolve("views.sql")))
        .startsWith("-- ")
        .contains("spark-sql -i views.sql ", "spark-sql -d tables=FOLDER/ -i FOLDER/views.sql ");
  }

  /** Runs the script as {@code spark-sql -d tables=FOLDER -i} does, in a session of its own. */
  private static SparkSession withViews(Path script, Path tables) throws IOException {
    SparkSession plain = spark.newSession(); // shares no view with the other
    if (tables != null) {
      // In a literal of SQL, as the shell's user has to write it.
      plain.conf().set("tables", tables.toString().replace("\\", "\\\\").replace("'", "\\'") + "/");
    }
    for (String statement : Files.readString(script).split(";\\R\\R", -1)) {
      if (!statement.isBlank()) {
        plain.sql(statement);
      }
    }
    return plain;
  }

  @Test
  void timesInStoredTablesHaveTheirTypeAndAreReadBackAsTheyWereNoted() throws IOException {
    String noted = "2026-05-01T06:00:00.123456789Z";
    CellResult result = FakeExperiment.result(attempt("loss: none"), 1);
    CellFiles.commit(
        out(),
        new CellResult(
            result.cellId(),
            0,
            result.cell(),
            result.accuracy(),
            result.macroF1(),
            result.evaluations(),
            result.epochs(),
            result.learned(),
            result.steps(),
            1,
            result.stepSeconds(),
            FakeExperiment.provenance(noted, "then")));
    String version = Tables.rebuild(spark, out(), Map.of());

    Dataset<Row> stored =
        spark.read().option(Tables.GLOBBED, false).parquet(out().uri(version + "/results"));
    assertThat(stored.schema().apply("started_at").dataType()).isEqualTo(DataTypes.TimestampType);
    assertThat(stored.select("started_at").as(Encoders.INSTANT()).first())
        .isEqualTo(Instant.parse(noted).truncatedTo(ChronoUnit.MICROS));
    assertThat(stored.select("finished_at").first().isNullAt(0)).as("no time").isTrue();

    Tables.register(spark, out(), Map.of());
    assertThat(texts("SELECT concat(started_at, ' ', finished_at) FROM results"))
        .containsExactly(noted + " then");
    assertThat(spark.table("results").columns()).doesNotContain("started_at_text");
  }

  @Test
  void columnsOfOneNameAreNumberedInEveryFormat() {
    Dataset<Row> rows =
        spark.sql(
            "SELECT 1 AS a, 2 AS a, 3 AS A, 4 AS a_2, 5 AS `b.c`,"
                + " array(named_struct('x', 6, 'x', 7)) AS s");

    assertThat(Queries.answer(rows))
        .containsExactly(
            new String[] {"a", "a_3", "A_4", "a_2", "b.c", "s"},
            new String[] {"1", "2", "3", "4", "5", "[{\"x\":6,\"x_2\":7}]"});
    assertThat(Queries.asJson(rows).collectAsList())
        .containsExactly(
            "{\"a\":1,\"a_3\":2,\"A_4\":3,\"a_2\":4,\"b.c\":5,\"s\":[{\"x\":6,\"x_2\":7}]}");
    StringWriter csv = new StringWriter();
    Queries.print(spark, null, "SELECT 1 AS a, 2 AS a", Queries.Format.CSV, new PrintWriter(csv));
    assertThat(csv.toString().lines()).containsExactly("a,a_2", "1,2");
  }

  @Test
  void timestampsAreIso8601InEveryFormat() {
    Dataset<Row> rows = spark.sql("SELECT TIMESTAMP '2026-05-01T06:00:00.5Z' AS t, array(t) AS s");

    String time = "2026-05-01T06:00:00.500000Z";
    assertThat(Queries.answer(rows).get(1)).containsExactly(time, "[\"" + time + "\"]");
    assertThat(Queries.asJson(rows).first())
        .isEqualTo("{\"t\":\"%1$s\",\"s\":[\"%1$s\"]}".formatted(time));
  }

  @Test
  void everyJobOfMakingTablesIsDescribed() throws Exception {
    commit("d-none", "loss: none");

    List<String> descriptions =
        JobDescriptions.of(spark, () -> Tables.rebuild(spark, out(), Map.of()));

    assertThat(descriptions).doesNotContainNull().contains("tables/v001/results");
  }

  private static List<Path> standing() throws IOException {
    try (Stream<Path> files = Files.list(Shared.projectRoot().resolve("conf/sql"))) {
      return files.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
    }
  }

  @Test
  void compactTablesAreReadWhereTheyShowTheSame() throws IOException {
    commit("d-none", "loss: none");
    commit("d-pan", "loss: pan");
    Tables.rebuild(spark, out(), Map.of());
    CellViews.register(spark, out());
    Map<String, List<String>> views = rows();

    Tables.register(spark, out(), Map.of());
    assertThat(rows()).isEqualTo(views);
    for (String table : List.of("cells", "epochs")) {
      assertThat(spark.table(table).inputFiles()).hasSize(1).allMatch(f -> f.contains("/v001/"));
    }
  }

  /** By what there is: the clocks of a cluster's machines need not agree. */
  @Test
  void compactTablesAreNotReadWhereAResultWasWrittenSinceWhateverItsFilesTime() throws IOException {
    commit("d-none", "loss: none");
    Tables.rebuild(spark, out(), Map.of());
    commit("d-pun", "loss: pun");
    Files.setLastModifiedTime(
        folder.resolve(ODD + "/cells/d-pun-a0.parquet"), FileTime.from(Instant.EPOCH));

    assertThat(Tables.areCurrent(out(), Map.of())).isFalse();
    Tables.register(spark, out(), Map.of());
    assertThat(texts("SELECT cell_id FROM results ORDER BY 1")).containsExactly("d-none", "d-pun");
  }

  @Test
  void compactTablesAreNotReadWhereTheGridHasOtherCellsNow() throws IOException {
    commit("d-none", "loss: none");
    Tables.rebuild(spark, out(), Map.of());
    Map<String, Cell> planned = Map.of("d-more", attempt("loss: pun").cell());

    assertThat(Tables.areCurrent(out(), Map.of())).isTrue();
    assertThat(Tables.areCurrent(out(), planned)).isFalse();
    Tables.register(spark, out(), planned);
    assertThat(texts("SELECT concat(cell_id, ' ', status) FROM planned ORDER BY 1"))
        .containsExactly("d-more missing", "d-none done");
  }

  @Test
  void compactTablesOfAnOlderProgramAreNotRead() throws IOException {
    commit("d-none", "loss: none");
    String version = Tables.rebuild(spark, out(), Map.of());
    out().replace(version + "/made_of", "what another program made\n");

    assertThat(Tables.areCurrent(out(), Map.of())).isFalse();
    Files.delete(folder.resolve(ODD).resolve(version).resolve("made_of")); // still older
    assertThat(Tables.areCurrent(out(), Map.of())).isFalse();
    Tables.register(spark, out(), Map.of());
    assertThat(spark.table("epochs").inputFiles()).allMatch(file -> file.contains("/cells/"));
  }

  /** Each table's rows as texts, in one order. */
  private static Map<String, List<String>> rows() {
    return CellViews.TABLES.stream()
        .collect(
            Collectors.toMap(
                table -> table,
                table -> spark.table(table).toJSON().collectAsList().stream().sorted().toList()));
  }

  private void commit(String id, String settings) throws IOException {
    Attempt attempt = new Attempt(id, 0, attempt(settings).cell());
    CellFiles.commit(out(), FakeExperiment.result(attempt, 1));
  }

  private static List<String> texts(String query) {
    return spark.sql(query).as(Encoders.STRING()).collectAsList();
  }

  private static List<String> columns(String table) {
    String columns = spark.table(table).schema().toDDL().replace(" NOT NULL", "");
    return Arrays.asList(columns.split(","));
  }

  private OutFolder out() {
    return OutFolder.at(folder.resolve(ODD).toString(), new Configuration());
  }

  private static Attempt attempt(String settings) {
    Cell cell =
        GridFile.parse(
                "g", "{name: g, settings: {dataset: d, epochs: 3, " + settings + "}}", List.of())
            .cells()
            .get(0);
    return new Attempt("d-some-cell", 0, cell);
  }
}
