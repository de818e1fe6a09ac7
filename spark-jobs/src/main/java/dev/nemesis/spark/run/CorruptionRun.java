package dev.nemesis.spark.run;

import dev.nemesis.error.StorageFault;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.GridFile;
import dev.nemesis.loss.Corruption;
import dev.nemesis.spark.session.Jobs;
import dev.nemesis.spark.table.CellFiles;
import dev.nemesis.spark.table.CorruptionFiles;
import dev.nemesis.spark.table.OutFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Corrupts the prompts of finished cells, on Spark, one task a cell. */
public final class CorruptionRun {
  private final SparkSession spark;
  private final Experiment experiment;
  private final OutFolder out;
  private final Consumer<String> progressLine;

  /**
   * A run in one output folder.
   *
   * @param progressLine told how far it is with features that have to be computed first
   */
  public CorruptionRun(
      SparkSession spark, Experiment experiment, OutFolder out, Consumer<String> progressLine) {
    this.spark = spark;
    this.experiment = experiment;
    this.out = out;
    this.progressLine = progressLine;
  }

  /**
   * How a run ended.
   *
   * @param swept cells with a new sweep
   * @param there cells that had one already
   * @param failures a line for each cell whose sweep failed
   */
  public record Outcome(int swept, int there, List<String> failures) {
    /** Outcome without any sweep. */
    public static final Outcome NONE = new Outcome(0, 0, List.of());

    public Outcome {
      failures = List.copyOf(failures);
    }

    /** Returns the combined outcome of this run and another. */
    public Outcome and(Outcome other) {
      List<String> all = new ArrayList<>(failures);
      all.addAll(other.failures);
      return new Outcome(swept + other.swept, there + other.there, all);
    }
  }

  /**
   * Sweeps the latest good attempt of cells. Each sweep is on disk as soon as it is done; one that
   * fails stops no other.
   *
   * @param cells of the grid, finished, with learned prompts, by id
   */
  public Outcome sweep(GridFile grid, Map<String, Cell> cells, Corruption.Noise noise) {
    Map<String, Integer> attempts = CellFiles.done(out);
    String word = noise.name().toLowerCase(Locale.ROOT);
    CorruptionFiles.Done done = CorruptionFiles.done(out);
    List<String> open =
        cells.keySet().stream().filter(id -> !done.has(id, attempts.get(id), word)).toList();
    if (open.isEmpty()) {
      return new Outcome(0, cells.size(), List.of());
    }
    experiment.prepare(
        spark, grid, out.uri("features"), open.stream().map(cells::get).toList(), progressLine);
    PromptSweeper sweeper = experiment.sweeper(grid, out.uri("features"));
    OutFolder folder = out;
    List<String> lines =
        Jobs.await(
            Jobs.inGroup(
                spark.sparkContext(),
                "corruptions",
                "corruption of " + open.size() + " prompts",
                () ->
                    JavaSparkContext.fromSparkContext(spark.sparkContext())
                        .parallelize(new ArrayList<>(open), open.size())
                        .map(id -> sweep(folder, sweeper, id, noise))
                        .collectAsync()),
            () -> tell(open, attempts, word),
            "Spark gave up; sweeps that are done are kept, run the same command to go on");
    List<String> failures = lines.stream().filter(line -> !line.isEmpty()).toList();
    return new Outcome(open.size() - failures.size(), cells.size() - open.size(), failures);
  }

  private void tell(List<String> open, Map<String, Integer> attempts, String noise) {
    out.requireLease();
    CorruptionFiles.Done done = CorruptionFiles.done(out);
    long swept = open.stream().filter(id -> done.has(id, attempts.get(id), noise)).count();
    progressLine.accept("prompts corrupted: %d of %d".formatted(swept, open.size()));
  }

  /** One cell's; empty if it is on disk, otherwise why it is not. */
  private static String sweep(
      OutFolder out, PromptSweeper sweeper, String cellId, Corruption.Noise noise) {
    try {
      CellResult cell = CellFiles.read(out, cellId);
      CorruptionFiles.commit(out, sweeper.sweep(cell, noise));
      return "";
    } catch (Exception | OutOfMemoryError e) { // one cell's must not stop the others'
      if (StorageFault.isFull(e)) { // no other could be kept either
        throw StorageFault.cannot("write to output folder " + out.location(), e);
      }
      return cellId + ": " + e;
    }
  }
}
