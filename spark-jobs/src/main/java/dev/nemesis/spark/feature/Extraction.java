package dev.nemesis.spark.feature;

import dev.nemesis.clip.ClipModel;
import dev.nemesis.data.Dataset;
import dev.nemesis.error.InputException;
import dev.nemesis.error.StorageFault;
import dev.nemesis.feature.BrokenImage;
import dev.nemesis.feature.Extracted;
import dev.nemesis.feature.FeatureExtractor;
import dev.nemesis.feature.FeatureRows;
import dev.nemesis.grid.BrokenImages;
import dev.nemesis.spark.session.Jobs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/** Computes missing features on Spark, one task a block, with a progress of its own. */
public final class Extraction {
  /** Target number of blocks per core, so that cores with slow images do not delay the rest. */
  private static final int BLOCKS_A_CORE = 4;

  /**
   * Features in a block at most: what an interrupted run loses is seconds of work on a GPU and two
   * minutes on a CPU, and files are not too many.
   */
  private static final int FEATURES = 1024;

  /** Lists the broken images that stopped a run, in the store. */
  private static final String LIST = "broken_images.csv";

  private final FeatureStage stage;
  private final JavaSparkContext spark;
  private final Consumer<String> progressLine;

  /**
   * Prepares.
   *
   * @param progressLine told how far it is, about once a second, and of broken images; these lines
   *     end in line breaks and are to stay
   */
  public Extraction(FeatureStage stage, JavaSparkContext spark, Consumer<String> progressLine) {
    this.stage = stage;
    this.spark = spark;
    this.progressLine = progressLine;
  }

  /** How far it is; {@code left} is null as long as nothing is done to judge by, and at the end. */
  record Progress(long done, long total, Duration left) {
    static Progress of(long done, long total, Duration taken) {
      boolean known = done > 0 && done < total;
      double each = known ? (double) taken.toMillis() / done : 0;
      return new Progress(
          done, total, known ? Duration.ofMillis((long) (each * (total - done))) : null);
    }

    @Override
    public String toString() {
      String counts = String.format(Locale.ROOT, "features: %,d of %,d images", done, total);
      if (left == null) {
        return counts;
      }
      return counts
          + ", about "
          + (left.toMinutes() >= 1 ? left.toMinutes() + " min " : "")
          + left.toSecondsPart()
          + " s left";
    }
  }

  /**
   * Computes rows and waits; each block is in the store as soon as it is done. Broken images are
   * all found, before they are refused or left out.
   *
   * @throws InputException if there are any and they are not to be skipped
   */
  public void run(List<FeatureRows> missing) throws IOException {
    if (missing.isEmpty()) {
      return;
    }
    List<BrokenImage> broken = encode(missing);
    if (broken.isEmpty()) {
      return;
    }
    BrokenImageReport report = BrokenImageReport.of(broken);
    if (stage.policy() == BrokenImages.FAIL) {
      progressLine.accept(report.lines("Broken image"));
      throw report.refusal(stage.store().replace(LIST, report.csv()));
    }
    stage.store().markBroken(broken);
    progressLine.accept(report.lines("Skipped, as it is broken"));
  }

  private List<BrokenImage> encode(List<FeatureRows> missing) {
    long total = missing.stream().mapToLong(FeatureRows::count).sum();
    List<FeatureRows> blocks = blocks(missing, spark.defaultParallelism());
    LongAccumulator done = spark.sc().longAccumulator("images encoded");
    long start = System.nanoTime();
    FeatureStage of = stage;
    return Jobs.await(
            Jobs.inGroup(
                spark.sc(),
                "features",
                "features of " + total + " images",
                () ->
                    spark
                        .parallelize(blocks, blocks.size())
                        .map(
                            block -> {
                              List<BrokenImage> broken = encode(of, block);
                              done.add(block.count());
                              return broken;
                            })
                        .collectAsync()),
            () ->
                progressLine.accept(
                    Progress.of(done.value(), total, Duration.ofNanos(System.nanoTime() - start))
                        .toString()),
            "Spark gave up while images were encoded; what is done is kept, run the same command"
                + " to go on")
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Encodes a block, stores its features and returns its broken images. These are the result of the
   * task, so that a task that is tried again counts once.
   */
  private static List<BrokenImage> encode(FeatureStage stage, FeatureRows block)
      throws IOException {
    ClipModel model = stage.assets().model(TaskDevice.claim());
    Dataset dataset = stage.assets().dataset(block.key().dataset());
    Extracted extracted = new FeatureExtractor(model).extract(block, dataset);
    if (extracted.rows().count() > 0) {
      try {
        stage.store().write(extracted.rows(), extracted.values(), model.config().embedDim());
      } catch (IOException e) {
        throw StorageFault.cannot("write features to " + stage.folder(), e);
      }
    }
    return extracted.broken();
  }

  /**
   * Cuts rows into blocks: whole batches, so many that every core gets some, and none with more
   * than {@value #FEATURES} features, where that is no less than a batch. The encoder's batches do
   * not depend on the number of cores.
   */
  static List<FeatureRows> blocks(List<FeatureRows> missing, int cores) {
    long total = missing.stream().mapToLong(FeatureRows::count).sum();
    long batches = total / FeatureExtractor.BATCH / ((long) cores * BLOCKS_A_CORE);
    return missing.stream()
        .flatMap(
            rows -> {
              long most = FEATURES / rows.key().regions() / FeatureExtractor.BATCH;
              int size = (int) Math.max(1, Math.min(batches, most)) * FeatureExtractor.BATCH;
              return rows.pieces(size).stream();
            })
        .toList();
  }
}
