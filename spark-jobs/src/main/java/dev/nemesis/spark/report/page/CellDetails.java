package dev.nemesis.spark.report.page;

import dev.nemesis.grid.LearnedArray;
import dev.nemesis.grid.Setting;
import dev.nemesis.spark.run.CellWords;
import dev.nemesis.spark.table.OutFolder;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Passes the view {@code cells} into a page: details at once, and of each a line for the list. */
final class CellDetails {
  /** How many words a vector; what CoOp's paper shows is the first. */
  private static final int WORDS = 3;

  /** Class-specific prompts have thousands of vectors; the words of some show enough. */
  private static final int VECTORS = 64;

  /** Settings that the list shows or sorts by; the details have the others. */
  private static final List<Setting> LISTED_SETTINGS =
      List.of(
          Setting.DATASET,
          Setting.CLASSES,
          Setting.SHOTS,
          Setting.METHOD,
          Setting.LOSS,
          Setting.OMEGA,
          Setting.BACKBONE,
          Setting.EPOCHS,
          Setting.SEED);

  /** Columns of the list of cells. */
  private static final List<String> LISTED =
      Stream.concat(
              Stream.concat(
                  Stream.of("cell_id", "status", "approach", "details"),
                  LISTED_SETTINGS.stream().map(Setting::key)),
              Stream.of("accuracy", "macro_f1", "final_norm", "step_seconds"))
          .toList();

  /** Columns of the details: settings that the list lacks, and how the cell was trained. */
  private static final List<String> SETTINGS =
      Stream.concat(
              Setting.all().stream()
                  .filter(setting -> !LISTED_SETTINGS.contains(setting))
                  .filter(setting -> setting != Setting.TARGETS)
                  .map(Setting::key),
              Stream.of("steps", "bundle_size", "attempt"))
          .toList();

  /** Cells with what the list calls them: method and loss, and whatever else a label tells. */
  private static final String CELLS =
      """
      SELECT * EXCEPT (settings, label), settings.*, label.approach,
             concat_ws(', ',
               if(settings.classes = 'all', NULL, concat(settings.classes, ' classes')),
               transform(filter(label.parts, p -> p.setting <> 'omega'), p -> p.text),
               if(in_grid, NULL, 'of an earlier version of the grid')) AS details
      FROM cells
      """;

  private static final List<String> PROVENANCE =
      List.of(
          "program",
          "grid_digest",
          "weights_digest",
          "dataset_digest",
          "bundle",
          "device",
          "host",
          "djl",
          "pytorch",
          "spark",
          "java",
          "os",
          "started_at",
          "finished_at");

  private static final List<String> ORDER =
      List.of("dataset", "classes", "shots", "backbone", "method", "loss", "omega", "cell_id");

  private final FailedAttempts failures;
  private final CorruptionSweeps sweeps;
  private final CellWords words;
  private final DetailChunks chunks;
  private final List<List<Object>> lines = new ArrayList<>();

  private CellDetails(
      FailedAttempts failures, CorruptionSweeps sweeps, CellWords words, Writer page) {
    this.failures = failures;
    this.sweeps = sweeps;
    this.words = words;
    chunks = new DetailChunks(page);
  }

  static CellIndex write(SparkSession spark, OutFolder out, FailedAttempts failures, Writer page)
      throws IOException {
    try (CellWords words = new CellWords(out, WORDS)) {
      CellDetails details = new CellDetails(failures, CorruptionSweeps.read(spark), words, page);
      Iterator<Row> cells = spark.sql(CELLS).sortWithinPartitions("cell_id").toLocalIterator();
      while (cells.hasNext()) {
        details.add(new PageCell(cells.next()));
      }
      details.chunks.end();
      List<String> columns = new ArrayList<>(LISTED);
      columns.addAll(List.of("chunk", "place"));
      return new CellIndex(columns, details.sorted());
    }
  }

  private void add(PageCell cell) throws IOException {
    DetailChunks.Place place = chunks.add(PageJson.of(details(cell)));
    List<Object> line = new ArrayList<>();
    LISTED.forEach(column -> line.add(cell.value(column)));
    line.add(place.chunk());
    line.add(place.index());
    lines.add(line);
  }

  private Map<String, Object> details(PageCell cell) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("settings", cell.values(SETTINGS));
    details.put("targets", cell.texts("targets"));
    details.put("failures", failures.of(cell.id()));
    if (!cell.isDone()) {
      return details;
    }
    details.put("provenance", cell.values(PROVENANCE));
    details.put("skipped", cell.texts("skipped_images"));
    details.put("evaluations", cell.evaluations());
    List<Row> epochs = cell.rows("epoch_rows");
    if (!epochs.isEmpty()) {
      details.put("epochs", LearningCurves.of(epochs));
    }
    details.put("sweeps", sweeps.of(cell.id(), cell.attempt()));
    cell.learned()
        .contexts()
        .filter(contexts -> !contexts.values().isEmpty())
        .ifPresent(
            contexts -> {
              details.put("words", words(cell, contexts));
              details.put("vectors", contexts.shape().get(0) * contexts.shape().get(1));
            });
    return details;
  }

  /** Each vector as its set, its position, and words with their distances. */
  private Map<String, Object> words(PageCell cell, LearnedArray contexts) {
    CellWords.Answer answer =
        words.of(cell.id(), cell.text("backbone"), cell.text("weights_digest"), shown(contexts));
    Map<String, Object> told = new LinkedHashMap<>();
    told.put(
        "vectors",
        answer.vectors().stream()
            .map(
                vector ->
                    List.of(
                        vector.set(),
                        vector.position(),
                        vector.words().stream()
                            .map(word -> List.of(word.text(), PageCell.rounded(word.distance(), 4)))
                            .toList()))
            .toList());
    told.put("reason", answer.reason());
    return told;
  }

  /** The first sets, up to {@value #VECTORS} vectors but at least one set. */
  private static LearnedArray shown(LearnedArray contexts) {
    int length = contexts.shape().get(1);
    int width = contexts.shape().get(2);
    int sets = Math.min(contexts.shape().get(0), Math.max(1, VECTORS / length));
    return new LearnedArray(
        contexts.name(),
        List.of(sets, length, width),
        contexts.values().subList(0, sets * length * width));
  }

  /** By what a reader looks for first. */
  private List<List<Object>> sorted() {
    Comparator<List<Object>> order = null;
    for (String column : ORDER) {
      int at = LISTED.indexOf(column);
      Comparator<List<Object>> next =
          Comparator.comparing(line -> line.get(at), Comparator.nullsFirst(CellDetails::compare));
      order = order == null ? next : order.thenComparing(next);
    }
    lines.sort(order);
    return lines;
  }

  private static int compare(Object one, Object other) {
    return one instanceof Number number && other instanceof Number than
        ? Double.compare(number.doubleValue(), than.doubleValue())
        : one.toString().compareTo(other.toString());
  }
}
