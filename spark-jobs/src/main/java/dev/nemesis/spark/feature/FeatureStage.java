package dev.nemesis.spark.feature;

import dev.nemesis.clip.ClipModel;
import dev.nemesis.data.Dataset;
import dev.nemesis.data.FewShot;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.feature.FeatureBlock;
import dev.nemesis.feature.FeatureExtractor;
import dev.nemesis.feature.FeatureKey;
import dev.nemesis.feature.FeatureStore;
import dev.nemesis.feature.Features;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.Method;
import dev.nemesis.train.Target;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Image features of a grid: which it needs, which are missing, and the Spark job that computes
 * those, one task a block.
 *
 * @param assets weights and datasets
 * @param folder of the feature store
 */
public record FeatureStage(Assets assets, String folder) implements Serializable {

  /** Key of a dataset's test split, for cells of a method. */
  public FeatureKey test(String dataset, Method method) {
    return FeatureKey.test(
        assets.clipWeights().digest(), dataset, assets.dataset(dataset).digest(), regions(method));
  }

  /** Key of the training images of a cell. */
  public FeatureKey train(Cell cell) {
    return new FeatureKey(
        assets.clipWeights().digest(),
        cell.dataset(),
        assets.dataset(cell.dataset()).digest(),
        cell.shots(),
        cell.seed(),
        cell.views(),
        regions(cell.method()));
  }

  private int regions(Method method) {
    return method == Method.PLOT ? assets.clipWeights().config().regions() : 1;
  }

  /** The images of a key, in order. */
  public List<LabeledImage> images(FeatureKey key) {
    Dataset dataset = assets.dataset(key.dataset());
    return key.isTrain() ? FewShot.train(dataset, key.shots(), key.seed()) : dataset.test();
  }

  /** Labels of the images of a key. */
  public int[] labels(FeatureKey key) {
    return images(key).stream().mapToInt(LabeledImage::label).toArray();
  }

  /** A dataset's classes and test features, which have to be in the store. */
  public Target target(String dataset, Method method) throws IOException {
    FeatureKey key = test(dataset, method);
    Features features = store().read(key, labels(key));
    return new Target(dataset, "all", assets.dataset(dataset).classNames(), features);
  }

  /** The store, from this JVM. */
  public FeatureStore store() {
    return FeatureStore.open(folder, new Configuration());
  }

  /**
   * The blocks that cells need and the store lacks.
   *
   * @throws dev.nemesis.error.InputException if features are needed that are too many to be held
   */
  public List<FeatureBlock> missing(List<Cell> cells) throws IOException {
    Set<FeatureKey> keys = new LinkedHashSet<>();
    for (Cell cell : cells) {
      Stream.concat(Stream.of(cell.dataset()), cell.targets().stream())
          .forEach(name -> keys.add(test(name, cell.method())));
      if (cell.method() != Method.ZEROSHOT) {
        keys.add(train(cell));
      }
    }
    return missing(keys);
  }

  /** The blocks of some keys that the store lacks; see {@link #missing(List)}. */
  public List<FeatureBlock> missing(Set<FeatureKey> keys) throws IOException {
    FeatureStore store = store();
    int dim = assets.clipWeights().config().embedDim();
    List<FeatureBlock> missing = new ArrayList<>();
    for (FeatureKey key : keys) {
      int images = images(key).size();
      key.values(images, dim); // refuses what no task could read, before hours go into it
      missing.addAll(store.missing(FeatureBlock.of(key, images)));
    }
    return missing;
  }

  /** Computes blocks, spread over the executors; each is in the store as soon as it is done. */
  public void extract(JavaSparkContext spark, List<FeatureBlock> blocks) {
    FeatureStage stage = this;
    spark
        .parallelize(blocks, blocks.size())
        .foreach(
            block -> {
              ClipModel model = stage.assets.model(TaskDevice.claim());
              Dataset dataset = stage.assets.dataset(block.key().dataset());
              float[] values =
                  new FeatureExtractor(model).extract(block, dataset, stage.images(block.key()));
              stage.store().write(block, values, model.config().embedDim());
            });
  }
}
