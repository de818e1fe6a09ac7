package dev.nemesis.spark.report.page;

import dev.nemesis.clip.ClipWeights;
import dev.nemesis.clip.Tokenizer;
import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CellFailure;
import dev.nemesis.grid.CellId;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.EpochResult;
import dev.nemesis.grid.Evaluation;
import dev.nemesis.grid.FailureKind;
import dev.nemesis.grid.GridFile;
import dev.nemesis.grid.LearnedArray;
import dev.nemesis.grid.Method;
import dev.nemesis.grid.Provenance;
import dev.nemesis.loss.Corruption;
import dev.nemesis.spark.report.model.Entry;
import dev.nemesis.spark.report.model.ReportFigure;
import dev.nemesis.spark.report.model.ReportModel;
import dev.nemesis.spark.report.model.ReportTable;
import dev.nemesis.spark.run.FakeExperiment;
import dev.nemesis.spark.run.GridVersions;
import dev.nemesis.spark.session.Sessions;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.CellViews;
import dev.nemesis.spark.table.CorruptionFiles;
import dev.nemesis.spark.table.OutFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * An output folder of real files that no training made, and a model beside it: cells of two
 * datasets of which the first, {@link #WORDY}, learned words, was corrupted, and failed at first;
 * one, {@link #FAILED}, failed with a message that would be markup.
 */
public final class SampleGrid {
  /** What must never become an element. */
  static final String HOSTILE =
      "Broken: </script><img src=x onerror=alert(1)> \"of\" <b>markup</b>";

  static final int EPOCHS = 60;

  private static final ClipWeights MINI = ClipWeights.load("mini", new Configuration());

  private static final GridFile GRID =
      GridFile.parse(
          "grid.yaml",
          """
          name: sample
          weights: mini
          vocab: mini
          axes:
            dataset: [mini-tiles, mini-shapes]
            method: [zeroshot, coop]
            loss: [none, pan]
            shots: [1, 2]
            seed: [1, 2, 3]
          settings: {epochs: 60, omega: 10, ctx_len: 4}
          """,
          List.of());

  /** Every cell by its id, in the grid's order. */
  static final Map<String, Cell> CELLS = cells();

  static final String WORDY = id(Method.COOP, 0);
  static final String FAILED = id(Method.COOP, 1);

  /** Planned, and never tried. */
  static final String MISSING = id(Method.COOP, 2);

  private SampleGrid() {}

  private static Map<String, Cell> cells() {
    Map<String, Cell> cells = new LinkedHashMap<>();
    for (Cell cell : GRID.cells()) {
      cells.put(CellId.of(cell, MINI.digest(), Map.of(cell.dataset(), "digest")), cell);
    }
    return cells;
  }

  private static String id(Method method, int index) {
    return CELLS.keySet().stream()
        .filter(id -> CELLS.get(id).method().equals(method))
        .toList()
        .get(index);
  }

  /** Puts the files of all cells but {@link #MISSING} into a folder. */
  static void fill(OutFolder out) throws Exception {
    plan(out);
    for (String id : CELLS.keySet()) {
      if (!id.equals(FAILED) && !id.equals(MISSING)) {
        finish(out, id);
      }
    }
    fail(out, FAILED, 0, HOSTILE, FailureKind.DIVERGED);
    fail(out, WORDY, 0, "the executor was lost", FailureKind.INFRASTRUCTURE);
    CellResult wordy = CellFiles.read(out, WORDY);
    CorruptionFiles.commit(
        out, new FakeExperiment().sweeper(GRID, "").sweep(wordy, Corruption.Noise.VARIANCE));
  }

  /** Makes it an output folder whose grid has all the cells. */
  public static void plan(OutFolder out) {
    GridVersions.record(out, GRID, CELLS.keySet());
  }

  /** The id of a cell to be trained. */
  public static String cell(int index) {
    return id(Method.COOP, index);
  }

  /** Commits one cell's result. */
  public static void finish(OutFolder out, String id) throws IOException {
    Cell cell = CELLS.get(id);
    int attempt = id.equals(WORDY) ? 1 : 0;
    CellResult fake = FakeExperiment.result(new Attempt(id, attempt, cell), 4);
    Provenance from = fake.provenance();
    CellFiles.commit(
        out,
        new CellResult(
            id,
            attempt,
            cell,
            accuracy(cell),
            accuracy(cell) - 1.5,
            List.of(new Evaluation(cell.dataset(), "all", 100, accuracy(cell), 55.25)),
            epochs(cell),
            id.equals(WORDY) ? List.of(words("circle", "red", "square", ",")) : fake.learned(),
            fake.steps(),
            4,
            0.0125,
            new Provenance(
                "0.1",
                "grid digest",
                MINI.digest(),
                "dataset digest",
                "bundle",
                "cpu()",
                "here",
                "0.36",
                "2.7",
                "4.2",
                "17",
                "os",
                from.startedAt(),
                from.finishedAt(),
                List.of("mini-tiles/<i>broken</i>.jpg: it is empty"),
                MINI.configuration(),
                null)));
  }

  private static double accuracy(Cell cell) {
    return FakeExperiment.accuracy(cell);
  }

  /** Norms rise with the epoch and the position; every other position shows the effect. */
  private static List<EpochResult> epochs(Cell cell) {
    List<EpochResult> epochs = new ArrayList<>();
    for (int e = 0; cell.method().isTrained() && e < EPOCHS; e++) {
      double rise = e;
      epochs.add(
          new EpochResult(
              e,
              0.002,
              0.5,
              2.0 / (e + 1),
              0.1,
              50 + e / 4.0,
              e == 1 ? null : 40 + e / 2.0,
              Arrays.asList(rise + 1, rise + 2, rise + 3, rise + 4.125),
              Collections.nCopies(4, 2),
              List.of(1, 0, 2, 0)));
    }
    return epochs;
  }

  private static LearnedArray words(String... words) {
    int width = MINI.config().textWidth();
    float[] embedding = MINI.tensors().get("token_embedding.weight").toFloats();
    Tokenizer tokenizer =
        Tokenizer.load(ClipWeights.miniVocabulary(), "mini", MINI.config().vocabSize());
    float[] vectors = new float[words.length * width];
    for (int i = 0; i < words.length; i++) {
      System.arraycopy(embedding, tokenizer.encode(words[i])[0] * width, vectors, i * width, width);
    }
    return LearnedArray.of("ctx", List.of(1, words.length, width), vectors);
  }

  private static void fail(OutFolder out, String id, int attempt, String message, FailureKind kind)
      throws IOException {
    CellFiles.commit(
        out,
        new CellFailure(
            id,
            attempt,
            CELLS.get(id),
            "train",
            kind,
            message,
            message + "\n\tat somewhere\n" + "x".repeat(5_000),
            "here",
            "2026-01-02T03:04:05Z"));
  }

  /** One table and one figure with everything that can be in one. */
  static ReportModel model() {
    ReportTable table =
        new ReportTable(
            "table_a5",
            "Table A5",
            "few-shot learning",
            "Accuracy.",
            "%",
            2,
            "Method",
            "Shots",
            List.of("1", "2"),
            List.of(
                new ReportTable.Block(
                    "mini-tiles",
                    List.of(
                        new ReportTable.Line(
                            "Zero-shot <CLIP>",
                            Arrays.asList(
                                new Entry(40.0, null, 1, 1, null, List.of(), false, null, false),
                                null)),
                        new ReportTable.Line(
                            "CoOp",
                            List.of(
                                new Entry(
                                    61.25,
                                    1.5,
                                    2,
                                    3,
                                    60.5,
                                    List.of(FAILED, MISSING),
                                    true,
                                    null,
                                    false),
                                new Entry(
                                    null, null, 0, 3, 70.0, List.of(MISSING), false, null, false))),
                        new ReportTable.Line(
                            "CoOp + PAN",
                            List.of(
                                new Entry(63.5, 0.25, 3, 3, 64.0, List.of(), false, null, true),
                                new Entry(71.0, 2.0, 3, 3, 70.0, List.of(), false, null, true)))))),
            List.of("A note of the table."));
    ReportFigure figure =
        new ReportFigure(
            "figure_2",
            "Figure 2",
            "few-shot learning",
            "Accuracy by shots.",
            "shots",
            "accuracy (%)",
            true,
            List.of(
                new ReportFigure.Panel(
                    "mini-tiles",
                    "",
                    List.of(
                        curve("CoOp", 61.25, 66.5),
                        curve("CoOp + PAN", 63.5, 71.0),
                        curve("Zero-shot CLIP", 40.0, 40.0))),
                new ReportFigure.Panel("mini-shapes", "", List.of(curve("CoOp", 30.5, 44.75)))),
            List.of("A note of the figure."));
    return new ReportModel("sample", List.of(table), List.of(figure), List.of("A note of it all."));
  }

  private static ReportFigure.Curve curve(String label, double one, double two) {
    return new ReportFigure.Curve(
        label,
        List.of(new ReportFigure.Point(1, one, 1.25, 3), new ReportFigure.Point(2, two, null, 1)));
  }

  /** Spark as the program opens it, Kryo included. */
  public static SparkSession spark() {
    return Sessions.open("local[2]", Map.of());
  }

  /** The page of the model and of what a folder holds. */
  static String page(SparkSession spark, OutFolder out, PageKind kind) throws IOException {
    return new String(page(spark, out, kind, "7.1"), StandardCharsets.UTF_8);
  }

  /** The same of a version. */
  public static byte[] page(SparkSession spark, OutFolder out, PageKind kind, String version)
      throws IOException {
    CellViews.register(spark, out, CELLS);
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    ReportPage.write(model(), spark, out, kind, version, page);
    return page.toByteArray();
  }
}
