package dev.nemesis.spark.run;

import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.grid.Attempt;
import dev.nemesis.grid.Bundle;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.CellResult;
import dev.nemesis.grid.CorruptionResult;
import dev.nemesis.grid.CorruptionRow;
import dev.nemesis.grid.EpochResult;
import dev.nemesis.grid.Evaluation;
import dev.nemesis.grid.GridFile;
import dev.nemesis.grid.LearnedArray;
import dev.nemesis.grid.Method;
import dev.nemesis.grid.Provenance;
import dev.nemesis.loss.Corruption;
import dev.nemesis.spark.feature.FeatureNeed;
import dev.nemesis.spark.session.TaskRoom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * An experiment without CLIP: accuracy is a plain function of the cell, every dataset has three
 * classes, and what is learned has the shape it should have. A cell of seed 13 fails alone, one of
 * seed 14 diverges, dataset {@code exploding} takes its whole bundle with it, dataset {@code
 * endless} is trained until somebody interrupts it, {@code slow} likewise by the first task that
 * tries, dataset {@code deadly} kills the JVM, dataset {@code absent} is not there, dataset {@code
 * torn} has an image that an executor cannot read, dataset {@code greedy} has features that no heap
 * holds, weights {@code spoilt} cannot be used.
 */
public final class FakeExperiment implements Experiment {
  /** Cells trained in this JVM, in order; local executors share it. */
  public static final Queue<String> TRAINED = new ConcurrentLinkedQueue<>();

  private static final List<Integer> IMAGES = List.of(20, 20, 8);

  private static final int WIDTH = 3;

  private static final List<LearnedArray> META_NET =
      List.of(
          new LearnedArray("meta_net.linear1.weight", List.of(1, 2), List.of(1f, 2f)),
          new LearnedArray("meta_net.linear1.bias", List.of(1), List.of(3f)),
          new LearnedArray("meta_net.linear2.weight", List.of(WIDTH, 1), List.of(4f, 5f, 6f)),
          new LearnedArray("meta_net.linear2.bias", List.of(WIDTH), List.of(7f, 8f, 9f)));

  @Override
  public GridInputs inputs(GridFile grid) {
    Map<String, GridInputs.DatasetInput> datasets = new HashMap<>();
    for (String name : grid.datasets()) {
      if (name.equals("absent")) {
        throw InputException.cannot(ErrorCode.DATASET, "find dataset absent; give its folder");
      }
      datasets.put(name, new GridInputs.DatasetInput(name, "digest of " + name, IMAGES, 10));
    }
    Map<String, GridInputs.WeightsInput> weights = new HashMap<>();
    grid.weights()
        .forEach(
            (name, file) ->
                weights.put(
                    name,
                    new GridInputs.WeightsInput(
                        "digest of " + file, "RN50", "as OpenAI published it")));
    Map<String, InputException> unusable = new HashMap<>();
    if (weights.containsKey("spoilt")) {
      unusable.put(
          "spoilt", InputException.cannot(ErrorCode.WEIGHTS, "use spoilt as CLIP weights"));
    }
    return new GridInputs(weights, unusable, datasets, List.of(), List.of());
  }

  @Override
  public GridInputs assumedInputs(GridFile grid) {
    return inputs(grid);
  }

  @Override
  public ToIntFunction<Cell> bundleSizes(GridFile grid, TaskRoom room) {
    return cell -> 16;
  }

  @Override
  public FeatureNeed need(GridFile grid, String features, List<Cell> cells) {
    return new FeatureNeed(100L * cells.size(), 6_400L * cells.size());
  }

  @Override
  public void prepare(
      SparkSession spark,
      GridFile grid,
      String features,
      List<Cell> cells,
      Consumer<String> progressLine) {
    if (grid.datasets().contains("greedy")) {
      byte[][] held = new byte[1 << 20][];
      Arrays.setAll(held, image -> new byte[10_000_000]);
    }
    if (grid.datasets().contains("torn")) {
      JavaSparkContext.fromSparkContext(spark.sparkContext())
          .parallelize(List.of(1))
          .foreach(
              image -> {
                throw InputException.cannot(ErrorCode.DATASET, "read image torn.png; mend it");
              });
    }
  }

  @Override
  public BundleTrainer trainer(GridFile grid, String features) {
    return new Trainer();
  }

  /** What the fake training makes of a cell. */
  public static double accuracy(Cell cell) {
    return cell.method().equals(Method.ZEROSHOT)
        ? 40
        : 50 + cell.shots() + cell.loss().omega() / 10 + cell.seed() / 100.0;
  }

  private static final class Trainer implements BundleTrainer {
    private static final long serialVersionUID = 1L;

    @Override
    public void train(Bundle bundle, CellSink sink) throws Exception {
      for (Attempt attempt : bundle.attempts()) {
        if (attempt.cell().dataset().equals("exploding")) {
          throw new IllegalStateException("all of it\nbursts");
        }
        if (attempt.cell().dataset().equals("deadly")) {
          Runtime.getRuntime().halt(1);
        }
        boolean first = TaskContext.get() == null || TaskContext.get().attemptNumber() == 0;
        String dataset = attempt.cell().dataset();
        if (dataset.equals("endless") || (dataset.equals("slow") && first)) {
          new CountDownLatch(1).await();
        }
        if (attempt.cell().seed() == 14) {
          sink.failed(attempt, "train", new DivergedException("in epoch 1, step 2"));
        } else if (attempt.cell().seed() == 13) {
          sink.failed(attempt, "train", new ArithmeticException("the loss is NaN"));
        } else {
          TRAINED.add(attempt.cellId());
          sink.done(result(attempt, bundle.size()));
        }
      }
    }
  }

  /** A finished cell. */
  public static CellResult result(Attempt attempt, int bundleSize) {
    Cell cell = attempt.cell();
    boolean perImage = cell.method().equals(Method.COCOOP);
    List<EpochResult> epochs = new ArrayList<>();
    List<LearnedArray> learned = new ArrayList<>();
    if (cell.method().isTrained()) {
      int length = cell.prompt().ctxLen();
      for (int e = 0; e < cell.optimizer().epochs(); e++) {
        epochs.add(
            new EpochResult(
                e,
                0.002,
                0.5,
                1.0 / (e + 1),
                0.1,
                60,
                perImage && e + 1 < cell.optimizer().epochs() ? null : accuracy(cell),
                Collections.nCopies(length, e + 1.5),
                Collections.nCopies(length, 2),
                Collections.nCopies(length, 1)));
      }
      int sets = cell.prompt().sets(IMAGES.size());
      learned.add(
          new LearnedArray(
              "ctx",
              List.of(sets, length, WIDTH),
              Collections.nCopies(sets * length, List.of(0.25f, -1f, 3f)).stream()
                  .flatMap(List::stream)
                  .toList()));
      learned.addAll(perImage ? META_NET : List.of());
    }
    return new CellResult(
        attempt.cellId(),
        attempt.attempt(),
        cell,
        accuracy(cell),
        accuracy(cell) - 1,
        List.of(new Evaluation(cell.dataset(), "all", 100, accuracy(cell), accuracy(cell) - 1)),
        epochs,
        learned,
        epochs.size(),
        bundleSize,
        0.01,
        provenance("digest of mini", "digest of " + cell.dataset(), "then", "now"));
  }

  /** Where nothing real comes from. */
  public static Provenance provenance(String startedAt, String finishedAt) {
    return provenance("w", null, startedAt, finishedAt);
  }

  private static Provenance provenance(
      String weights, String dataset, String startedAt, String finishedAt) {
    return new Provenance(
        "0.1",
        "g",
        weights,
        dataset,
        "b",
        "cpu()",
        "here",
        "0.36",
        "2.7",
        "4.2",
        "17",
        "os",
        startedAt,
        finishedAt,
        List.of("d/a.jpg: it is empty"),
        "as OpenAI published it",
        null);
  }

  @Override
  public PromptSweeper sweeper(GridFile grid, String features) {
    return new Sweeper();
  }

  /** Every second position gets better when its vector is shrunken. */
  private static final class Sweeper implements PromptSweeper {
    private static final long serialVersionUID = 1L;

    @Override
    public CorruptionResult sweep(CellResult cell, Corruption.Noise noise) {
      List<CorruptionRow> rows = new ArrayList<>();
      for (Corruption corruption : Corruption.paper(cell.cell().prompt().ctxLen())) {
        boolean shrinks =
            corruption.operation() == Corruption.Operation.RESCALE && corruption.factor() < 1;
        double gain = shrinks && corruption.position() % 2 == 0 ? 1 : -1;
        rows.add(
            new CorruptionRow(
                corruption.operation().name().toLowerCase(Locale.ROOT),
                corruption.factor(),
                corruption.position(),
                2,
                2 * corruption.factor(),
                cell.accuracy(),
                cell.accuracy() + gain));
      }
      return new CorruptionResult(
          cell.cellId(),
          cell.attempt(),
          noise.name().toLowerCase(Locale.ROOT),
          rows,
          cell.provenance());
    }
  }
}
