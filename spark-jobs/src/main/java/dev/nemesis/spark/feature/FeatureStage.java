package dev.nemesis.spark.feature;

import dev.nemesis.data.Dataset;
import dev.nemesis.data.FewShot;
import dev.nemesis.data.LabeledImage;
import dev.nemesis.feature.FeatureKey;
import dev.nemesis.feature.FeatureRows;
import dev.nemesis.feature.FeatureStore;
import dev.nemesis.feature.Features;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.Method;
import dev.nemesis.spark.session.Sessions;
import dev.nemesis.train.Target;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Image features of a grid: which it needs, which of them are missing, and those that are there.
 *
 * @param assets weights and datasets
 * @param folder of the feature store
 */
public record FeatureStage(Assets assets, String folder) implements Serializable {

  /** Training images of a cell; cells of other losses and omegas have the same. */
  private record Subset(FeatureKey key, int shots, long seed, int views) {}

  /** Key of a dataset's test split, for cells of a method. */
  public FeatureKey test(String dataset, Method method) {
    return FeatureKey.test(
        assets.clipWeights().digest(), dataset, assets.dataset(dataset).digest(), regions(method));
  }

  private Subset subset(Cell cell) {
    FeatureKey key =
        FeatureKey.train(
            assets.clipWeights().digest(),
            cell.dataset(),
            assets.dataset(cell.dataset()).digest(),
            cell.seed(),
            cell.views(),
            regions(cell.method()));
    return new Subset(key, cell.shots(), cell.seed(), Math.max(1, cell.views()));
  }

  private int regions(Method method) {
    return method == Method.PLOT ? assets.clipWeights().config().regions() : 1;
  }

  /** A dataset's classes and test features, which have to be in the store; none is read yet. */
  public Target target(String dataset, Method method) throws IOException {
    Dataset opened = assets.dataset(dataset);
    int[] images = IntStream.range(0, opened.test().size()).toArray();
    return new Target(
        dataset,
        "all",
        opened.classNames(),
        store().find(test(dataset, method), images, 1, labels(opened.test())));
  }

  /** The features a cell is trained with, which have to be in the store. */
  public Features train(Cell cell) throws IOException {
    Subset subset = subset(cell);
    List<LabeledImage> images =
        FewShot.train(assets.dataset(cell.dataset()), subset.shots(), subset.seed());
    return store()
        .find(subset.key(), places(cell.dataset(), images), subset.views(), labels(images))
        .whole();
  }

  private static int[] labels(List<LabeledImage> images) {
    return images.stream().mapToInt(LabeledImage::label).toArray();
  }

  /** Where images that were drawn from the train split are in it. */
  private int[] places(String dataset, List<LabeledImage> drawn) {
    IdentityHashMap<LabeledImage, Integer> order =
        new IdentityHashMap<>(); // a split may name a file twice
    for (int i = 0; i < drawn.size(); i++) {
      order.put(drawn.get(i), i);
    }
    int[] places = new int[drawn.size()];
    List<LabeledImage> train = assets.dataset(dataset).train();
    for (int place = 0; place < train.size(); place++) {
      Integer at = order.get(train.get(place));
      if (at != null) {
        places[at] = place;
      }
    }
    return places;
  }

  /** The store, from this JVM. */
  public FeatureStore store() {
    return FeatureStore.open(folder, Sessions.hadoop());
  }

  /**
   * What cells need and the store lacks, each row once.
   *
   * @throws dev.nemesis.error.InputException if training features are too many to be held
   */
  public List<FeatureRows> missing(Collection<Cell> cells) throws IOException {
    Set<FeatureKey> tests = new LinkedHashSet<>();
    Set<Subset> subsets = new LinkedHashSet<>();
    for (Cell cell : cells) {
      Stream.concat(Stream.of(cell.dataset()), cell.targets().stream())
          .forEach(name -> tests.add(test(name, cell.method())));
      if (cell.method() != Method.ZEROSHOT) {
        subsets.add(subset(cell));
      }
    }
    Map<FeatureKey, FeatureRows> wanted = new LinkedHashMap<>();
    tests.forEach(key -> wanted.put(key, all(key)));
    subsets.forEach(subset -> wanted.merge(subset.key(), rows(subset), FeatureRows::and));
    List<FeatureRows> missing = new ArrayList<>();
    for (FeatureRows rows : wanted.values()) {
      missing.add(store().missing(rows));
    }
    return missing.stream().filter(rows -> rows.count() > 0).toList();
  }

  /** What the store lacks of a dataset's test split. */
  public List<FeatureRows> missing(String dataset, Method method) throws IOException {
    FeatureRows rows = store().missing(all(test(dataset, method)));
    return rows.count() == 0 ? List.of() : List.of(rows);
  }

  private FeatureRows all(FeatureKey test) {
    return FeatureRows.first(test, test.split(assets.dataset(test.dataset())).size());
  }

  private FeatureRows rows(Subset subset) {
    String dataset = subset.key().dataset();
    List<LabeledImage> images =
        FewShot.train(assets.dataset(dataset), subset.shots(), subset.seed());
    // Refuses what no task could hold, before hours go into it.
    subset.key().values(images.size(), subset.views(), assets.clipWeights().config().embedDim());
    return FeatureRows.of(subset.key(), places(dataset, images), subset.views());
  }

  /** What it would take to have them all. */
  public FeatureNeed need(List<FeatureRows> missing) {
    int dim = assets.clipWeights().config().embedDim();
    return new FeatureNeed(
        missing.stream().mapToLong(FeatureRows::count).sum(),
        missing.stream().mapToLong(rows -> rows.key().bytes(rows.count(), dim)).sum());
  }
}
