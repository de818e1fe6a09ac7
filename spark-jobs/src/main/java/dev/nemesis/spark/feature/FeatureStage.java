package dev.nemesis.spark.feature;

import dev.nemesis.data.ClassList;
import dev.nemesis.data.Dataset;
import dev.nemesis.data.FewShot;
import dev.nemesis.error.ErrorCode;
import dev.nemesis.error.InputException;
import dev.nemesis.feature.BrokenImage;
import dev.nemesis.feature.FeatureKey;
import dev.nemesis.feature.FeatureRows;
import dev.nemesis.feature.FeatureStore;
import dev.nemesis.feature.Features;
import dev.nemesis.grid.BrokenImages;
import dev.nemesis.grid.Cell;
import dev.nemesis.grid.ClassSubset;
import dev.nemesis.grid.EvaluationTarget;
import dev.nemesis.grid.GridFile;
import dev.nemesis.grid.Method;
import dev.nemesis.spark.session.Sessions;
import dev.nemesis.train.Target;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Image features of a grid: which it needs, which of them are missing, and those that are there.
 *
 * @param assets weights and datasets
 * @param folder of the feature store
 * @param policy what becomes of broken images: unless they are skipped, those known as broken are
 *     missing like any other, and looked at again
 */
public record FeatureStage(Assets assets, String folder, BrokenImages policy)
    implements Serializable {

  /** Training images of a cell; cells of other losses and omegas have the same. */
  private record Subset(FeatureKey key, ClassSubset classes, int shots, long seed, int views) {}

  /** Test images that cells of some methods share. */
  private record Tested(EvaluationTarget on, int regions) {}

  /** Returns the feature stage of a grid's cells with one backbone. */
  public static FeatureStage of(GridFile grid, String backbone, String folder) {
    return new FeatureStage(Assets.of(grid, backbone), folder, grid.brokenImages());
  }

  /** Returns this stage for planning, where anything not given is assumed as published. */
  public FeatureStage assumed() {
    return new FeatureStage(assets.assumed(), folder, policy);
  }

  /** Key of a dataset's test split, for cells of a method. */
  public FeatureKey test(String dataset, Method method) {
    return FeatureKey.test(
        assets.weightsDigest(), dataset, assets.dataset(dataset).digest(), regions(method));
  }

  private Subset subset(Cell cell) {
    FeatureKey key =
        FeatureKey.train(
            assets.weightsDigest(),
            cell.dataset(),
            assets.dataset(cell.dataset()).digest(),
            cell.seed(),
            cell.views(),
            regions(cell.method()));
    return new Subset(key, cell.classes(), cell.shots(), cell.seed(), Math.max(1, cell.views()));
  }

  private int regions(Method method) {
    return method.declared().readsRegions() ? assets.model().regions() : 1;
  }

  /**
   * A dataset's classes and test features, which have to be in the store; none is read yet.
   *
   * @param on which dataset, and which of its classes
   */
  public Target target(EvaluationTarget on, Method method) throws IOException {
    ClassList classes = classes(on.dataset(), on.classes());
    return new Target(
        on.dataset(),
        on.classes().word(),
        classes.names(),
        usable(images(on, method)).find(store(), classes));
  }

  /** The features a cell is trained with, which have to be in the store. */
  public Features train(Cell cell) throws IOException {
    return usable(images(subset(cell)))
        .find(store(), classes(cell.dataset(), cell.classes()))
        .whole();
  }

  private ClassList classes(String dataset, ClassSubset subset) {
    return ClassList.of(assets.dataset(dataset), subset);
  }

  /**
   * Broken images that are left out of what a cell is trained and tested on, in that order, each
   * once: {@code DATASET/PATH: REASON}.
   */
  public List<String> skipped(Cell cell) throws IOException {
    List<ChosenImages> used = new ArrayList<>();
    if (cell.method().isTrained()) {
      used.add(images(subset(cell)));
    }
    cell.evaluatedOn().forEach(on -> used.add(images(on, cell.method())));
    return lines(used);
  }

  /** Returns the broken test images that are left out, as {@link #skipped(Cell)} lists them. */
  public List<String> skipped(EvaluationTarget on, Method method) throws IOException {
    return lines(List.of(images(on, method)));
  }

  private List<String> lines(List<ChosenImages> used) throws IOException {
    Set<String> lines = new LinkedHashSet<>();
    for (ChosenImages images : used) {
      broken(images.rows()).forEach(image -> lines.add(image.line()));
    }
    return List.copyOf(lines);
  }

  private ChosenImages usable(ChosenImages images) throws IOException {
    return images.without(broken(images.rows()));
  }

  /** None unless broken images are skipped. */
  private List<BrokenImage> broken(FeatureRows rows) throws IOException {
    return policy == BrokenImages.SKIP ? store().broken(rows) : List.of();
  }

  private ChosenImages images(FeatureKey test) {
    return ChosenImages.all(test, test.split(assets.dataset(test.dataset())));
  }

  private ChosenImages images(EvaluationTarget on, Method method) {
    return images(test(on.dataset(), method)).of(classes(on.dataset(), on.classes()));
  }

  private ChosenImages images(Subset subset) {
    Dataset dataset = assets.dataset(subset.key().dataset());
    return ChosenImages.drawn(
            subset.key(),
            dataset.train(),
            FewShot.train(dataset, subset.shots(), subset.seed()),
            subset.views())
        .of(ClassList.of(dataset, subset.classes()));
  }

  /** Keys of the test splits of a cell's own dataset and of its targets, whole. */
  private Stream<FeatureKey> tests(Cell cell) {
    return cell.evaluatedOn().stream().map(on -> test(on.dataset(), cell.method()));
  }

  private Set<Subset> subsets(Collection<Cell> cells) {
    return cells.stream()
        .filter(cell -> cell.method().isTrained())
        .map(this::subset)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The store, from this JVM. */
  public FeatureStore store() {
    return FeatureStore.open(folder, Sessions.hadoop());
  }

  /**
   * Returns the feature rows that cells need and the store lacks, each row once.
   *
   * @throws InputException if training features are too many to be held
   */
  public List<FeatureRows> missing(Collection<Cell> cells) throws IOException {
    Map<FeatureKey, FeatureRows> wanted = new LinkedHashMap<>();
    cells.stream()
        .flatMap(this::tests)
        .distinct()
        .forEach(key -> wanted.put(key, images(key).rows()));
    subsets(cells).forEach(subset -> wanted.merge(subset.key(), rows(subset), FeatureRows::and));
    List<FeatureRows> missing = new ArrayList<>();
    FeatureStore store = store();
    for (FeatureRows rows : wanted.values()) {
      missing.add(missing(store, rows));
    }
    return missing.stream().filter(rows -> rows.count() > 0).toList();
  }

  /**
   * Moves damaged files of what cells need aside.
   *
   * @return a line for each, which begins with the file's name in the store
   */
  public List<String> setDamagedAside(Collection<Cell> cells) throws IOException {
    Set<FeatureKey> keys = cells.stream().flatMap(this::tests).collect(Collectors.toSet());
    subsets(cells).forEach(subset -> keys.add(subset.key()));
    List<String> lines = new ArrayList<>();
    for (FeatureKey key : keys) {
      lines.addAll(store().setDamagedAside(key));
    }
    return lines;
  }

  /** Returns the feature rows of a dataset's test split that the store lacks. */
  public List<FeatureRows> missing(String dataset, Method method) throws IOException {
    FeatureRows rows = missing(store(), images(test(dataset, method)).rows());
    return rows.count() == 0 ? List.of() : List.of(rows);
  }

  private FeatureRows missing(FeatureStore store, FeatureRows wanted) throws IOException {
    Set<Integer> broken =
        broken(wanted).stream().map(BrokenImage::image).collect(Collectors.toSet());
    return store.missing(wanted).withoutImages(broken);
  }

  private FeatureRows rows(Subset subset) {
    ChosenImages images = images(subset);
    // Refuses what no task could hold, before hours go into it.
    int dim = assets.model().embedDim();
    subset.key().values(images.images().size(), subset.views(), dim);
    return images.rows();
  }

  /**
   * Makes sure that skipping left cells something to be trained and tested on.
   *
   * @throws InputException naming the dataset of which nothing is left
   */
  public void requireImages(Collection<Cell> cells) throws IOException {
    if (policy != BrokenImages.SKIP) {
      return;
    }
    Map<Tested, Method> tested = new LinkedHashMap<>();
    for (Cell cell : cells) {
      cell.evaluatedOn()
          .forEach(on -> tested.put(new Tested(on, regions(cell.method())), cell.method()));
    }
    for (Map.Entry<Tested, Method> one : tested.entrySet()) {
      EvaluationTarget on = one.getKey().on();
      requireAny(images(on, one.getValue()), "test on " + on);
    }
    for (Subset subset : subsets(cells)) {
      requireAny(
          images(subset),
          "train on %s with %d shots of seed %d"
              .formatted(
                  new EvaluationTarget(subset.key().dataset(), subset.classes()),
                  subset.shots(),
                  subset.seed()));
    }
  }

  private void requireAny(ChosenImages images, String what) throws IOException {
    List<BrokenImage> broken = broken(images.rows());
    if (images.without(broken).images().isEmpty()) {
      throw InputException.cannot(
          ErrorCode.DATASET,
          "%s: every image is broken (%s, for one); mend them"
              .formatted(what, broken.get(0).line()));
    }
  }

  /** Returns the number of images to encode and the bytes their features will take. */
  public FeatureNeed need(List<FeatureRows> missing) {
    int dim = assets.model().embedDim();
    return new FeatureNeed(
        missing.stream().mapToLong(FeatureRows::count).sum(),
        missing.stream().mapToLong(rows -> rows.key().bytes(rows.count(), dim)).sum());
  }
}
